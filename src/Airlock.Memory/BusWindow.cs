namespace Airlock.Memory;

/// <summary>A range of bus addresses and the device that answers there; both ends belong to it.</summary>
internal readonly record struct BusWindow(ulong First, ulong Last, IBusDevice Device);
