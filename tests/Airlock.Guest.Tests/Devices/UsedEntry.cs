namespace Airlock.Guest.Tests.Devices;

/// <summary>What a device puts into the used ring.</summary>
internal readonly record struct UsedEntry(uint Id, uint Length);
