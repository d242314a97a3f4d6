namespace Airlock.Testing;

/// <summary>A device has done what no driver may make it do.</summary>
public sealed class DeviceFaultException(string message) : Exception(message);
