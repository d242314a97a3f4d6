using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;
using static Airlock.Kvm.Abi.ExitReason;

namespace Airlock.Kvm;

/// <summary>Reads an exit off the shared page; sizes and offsets are checked here, and nowhere else.</summary>
internal static unsafe class ExitDecoder
{
    private const uint MaxMmioLength = 8;

    /// <summary>The exit that the page describes. The caller holds a reference on the mapping.</summary>
    /// <exception cref="KvmException"><see cref="KvmErrorKind.InvalidExit"/>.</exception>
    internal static VcpuExit Decode(VcpuMapping mapping)
    {
        // SAFETY: the mapping is alive, at least a page long, and not written to by the kernel outside KVM_RUN.
        kvm_run* run = mapping.Run;
        uint reason = run->exit_reason;
        return reason switch
        {
            KVM_EXIT_IO => DecodeIo(mapping, run->io),
            KVM_EXIT_MMIO => DecodeMmio(mapping, run),
            KVM_EXIT_HLT => new VcpuExit(VcpuExitKind.Hlt, reason),
            KVM_EXIT_SHUTDOWN => new VcpuExit(VcpuExitKind.Shutdown, reason),
            KVM_EXIT_INTR => new VcpuExit(VcpuExitKind.Interrupted, reason),
            KVM_EXIT_FAIL_ENTRY => new VcpuExit(VcpuExitKind.FailEntry, reason)
            {
                Detail = run->fail_entry.hardware_entry_failure_reason,
            },
            KVM_EXIT_INTERNAL_ERROR => DecodeInternalError(mapping, run),
            KVM_EXIT_SYSTEM_EVENT => new VcpuExit(VcpuExitKind.SystemEvent, reason) { Detail = run->system_event.type },
            KVM_EXIT_UNKNOWN => new VcpuExit(VcpuExitKind.Unknown, reason) { Detail = run->hw.hardware_exit_reason },
            _ => new VcpuExit(VcpuExitKind.Unknown, reason),
        };
    }

    /// <summary>What Run returns when it was asked to stop.</summary>
    internal static VcpuExit Interrupted() => new(VcpuExitKind.Interrupted, KVM_EXIT_INTR);

    private static VcpuExit DecodeIo(VcpuMapping mapping, kvm_run.io_exit io) => new(VcpuExitKind.Io, KVM_EXIT_IO)
    {
        Detail = io.port,
        Size = io.size,
        Count = io.count,
        IsWrite = io.direction == kvm_run.KVM_EXIT_IO_OUT,
        Data = mapping.Slice(io.data_offset, (ulong)io.size * io.count), // 8 times 32 bits can't wrap
    };

    private static VcpuExit DecodeMmio(VcpuMapping mapping, kvm_run* run)
    {
        uint length = run->mmio.len;
        if (length > MaxMmioLength)
        {
            throw KvmException.InvalidExit($"an MMIO access of {length} bytes");
        }

        return new VcpuExit(VcpuExitKind.Mmio, KVM_EXIT_MMIO)
        {
            Detail = run->mmio.phys_addr,
            IsWrite = run->mmio.is_write != 0,
            Data = mapping.Slice((ulong)((byte*)&run->mmio.data - (byte*)run), length),
        };
    }

    private static VcpuExit DecodeInternalError(VcpuMapping mapping, kvm_run* run)
    {
        uint count = Math.Min(run->@internal.ndata, kvm_run.internal_exit.MaxData);
        return new VcpuExit(VcpuExitKind.InternalError, KVM_EXIT_INTERNAL_ERROR)
        {
            Detail = run->@internal.suberror,
            Data = mapping.Slice((ulong)((byte*)&run->@internal.data - (byte*)run), count * sizeof(ulong)),
        };
    }
}
