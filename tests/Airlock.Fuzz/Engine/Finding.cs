namespace Airlock.Fuzz.Engine;

/// <summary>An input that broke a promise.</summary>
internal sealed record Finding(byte[] Input, Exception Exception);
