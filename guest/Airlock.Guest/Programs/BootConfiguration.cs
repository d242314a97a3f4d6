using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Programs;

/// <summary>Reads the boot configuration.</summary>
public static unsafe class BootConfiguration
{
    /// <summary>The VmmConfig at <paramref name="address"/>, in which nothing is checked; an empty one if that is 0.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static ProgramError Read<TPlatform>(ulong address, out VmmConfig config)
        where TPlatform : struct, IPlatform
    {
        config = default;
        if (address == 0)
        {
            return ProgramError.None;
        }

        if (address >= MemoryMap.MaxRamSize)
        {
            return ProgramError.ConfigurationMalformed;
        }

        // SAFETY: the rest of the page that the VMM named, and not a byte more, whatever length the frame announces.
        int length = (int)(MemoryMap.PageSize - (address % MemoryMap.PageSize));
        var page = new ReadOnlySpan<byte>(TPlatform.Ram(address), length);
        return Frame.TryDecode(page, out config, out _) == FrameStatus.Decoded
            ? ProgramError.None
            : ProgramError.ConfigurationMalformed;
    }
}
