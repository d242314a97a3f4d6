using System.Runtime.InteropServices;

namespace Airlock.Kvm.Abi;

/// <summary>
/// What kernel and program share about a vCPU: the head, and the members of the union that this library knows.
/// KVM API, 5 ("The kvm_run structure").
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal struct kvm_run
{
    internal const byte KVM_EXIT_IO_OUT = 1;

    [FieldOffset(1)] internal byte immediate_exit;
    [FieldOffset(8)] internal uint exit_reason;

    [FieldOffset(32)] internal hw_exit hw;
    [FieldOffset(32)] internal fail_entry_exit fail_entry;
    [FieldOffset(32)] internal io_exit io;
    [FieldOffset(32)] internal mmio_exit mmio;
    [FieldOffset(32)] internal internal_exit @internal;
    [FieldOffset(32)] internal system_event_exit system_event;

    /// <summary>KVM_EXIT_UNKNOWN.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct hw_exit
    {
        internal ulong hardware_exit_reason;
    }

    /// <summary>KVM_EXIT_FAIL_ENTRY.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct fail_entry_exit
    {
        internal ulong hardware_entry_failure_reason;
        internal uint cpu;
    }

    /// <summary>KVM_EXIT_IO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct io_exit
    {
        internal byte direction;
        internal byte size;
        internal ushort port;
        internal uint count;
        internal ulong data_offset;
    }

    /// <summary>KVM_EXIT_MMIO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct mmio_exit
    {
        internal ulong phys_addr;
        internal ulong data;
        internal uint len;
        internal byte is_write;
    }

    /// <summary>KVM_EXIT_INTERNAL_ERROR; <c>ndata</c> numbers, 16 at most, follow.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct internal_exit
    {
        internal const uint MaxData = 16;

        internal uint suberror;
        internal uint ndata;
        internal ulong data;
    }

    /// <summary>KVM_EXIT_SYSTEM_EVENT.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct system_event_exit
    {
        internal uint type;
        internal uint ndata;
        internal ulong flags;
    }
}
