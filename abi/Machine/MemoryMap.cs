namespace Airlock.Abi.Machine;

/// <summary>
/// The guest-physical address space, as a table of constants. Everything below <see cref="ImageBase"/> is the VMM's own.
/// </summary>
internal static class MemoryMap
{
    public const ulong PageSize = 0x1000;
    public const ulong LargePageSize = 0x20_0000;

    public const ulong DefaultRamSize = 0x80_0000;

    /// <summary>RAM starts at 0 and must end below the first device window.</summary>
    public const ulong MaxRamSize = DeviceWindows;

    /// <summary>0x1000-0xefff: descriptor tables, page tables, exception page; not accessible from ring 3.</summary>
    public const ulong VmmBase = 0x1000;
    public const ulong VmmEnd = 0xf000;

    /// <summary>The boot configuration, one framed VmmConfig; readable from ring 3.</summary>
    public const ulong BootConfig = 0xf000;
    public const ulong BootConfigEnd = 0x1_0000;

    /// <summary>Where a flat binary is loaded and entered.</summary>
    public const ulong ImageBase = 0x1_0000;

    /// <summary>The end of what a flat binary may fill.</summary>
    public const ulong FlatImageEnd = StackBottom;

    public const ulong StackBottom = 0x2_0000;
    public const ulong StackTop = 0x3_0000;

    /// <summary>RSP at entry: as if the entry point had been called (the ABI's alignment).</summary>
    public const ulong EntryStackPointer = StackTop - 8;

    /// <summary>Where an ELF image that is too large for the place of a flat binary may lie, besides.</summary>
    public const ulong LargeImageBase = StackTop;
    public const ulong LargeImageEnd = InputQueue;

    /// <summary>By convention between drivers; the devices take any place.</summary>
    public const ulong InputQueue = 0x10_0000;
    public const ulong OutputQueue = 0x11_0000;

    /// <summary>Of a second input: where there is one, nothing is written.</summary>
    public const ulong SecondQueue = OutputQueue;
    public const ulong ConsoleQueue = 0x12_0000;
    public const ulong QueueStride = 0x1_0000;

    /// <summary>The ring of messages (<see cref="MessageRing"/>), announced in the boot configuration.</summary>
    public const ulong MessageRing = 0x13_0000;
    public const uint MessageRingBytes = 0x1_0000;
    public const ulong MessageRingEnd = MessageRing + Machine.MessageRing.Data + MessageRingBytes;

    /// <summary>DMA buffers: from here to the end of RAM.</summary>
    public const ulong DmaBase = 0x20_0000;

    /// <summary>Device windows: outside RAM, so that every access traps; one 2 MiB mapping holds them all.</summary>
    public const ulong DeviceWindows = 0x1000_0000;
    public const ulong DeviceWindowsEnd = DeviceWindows + LargePageSize;
    public const ulong DeviceWindowSize = 0x1000;
    public const ulong InputDevice = DeviceWindows;
    public const ulong OutputDevice = DeviceWindows + DeviceWindowSize;
    public const ulong ConsoleDevice = DeviceWindows + (2 * DeviceWindowSize);
    public const ulong SecondDevice = DeviceWindows + (4 * DeviceWindowSize);
    public const ulong MessageRingRegisters = DeviceWindows + (3 * DeviceWindowSize);

    // Ranges follow each other without overlap: each line fails to compile (a negative constant as an unsigned one)
    // when its neighbors cross.
    internal const ulong VmmBeforeBootConfig = BootConfig - VmmEnd;
    internal const ulong BootConfigBeforeImage = ImageBase - BootConfigEnd;
    internal const ulong ImageBeforeStack = StackBottom - FlatImageEnd;
    internal const ulong StackBeforeQueues = InputQueue - StackTop;
    internal const ulong QueuesDoNotMeet = OutputQueue - (InputQueue + QueueStride);
    internal const ulong ConsoleQueueAfterOutput = ConsoleQueue - (OutputQueue + QueueStride);
    internal const ulong QueuesBeforeRing = MessageRing - (ConsoleQueue + QueueStride);
    internal const ulong RingBeforeDma = DmaBase - MessageRingEnd;
    internal const ulong DmaInsideDefaultRam = DefaultRamSize - DmaBase;
    internal const ulong DefaultRamBelowWindows = DeviceWindows - DefaultRamSize;
}
