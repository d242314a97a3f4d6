using System.Runtime.InteropServices;

namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>Why a process stopped; the kernel's siginfo_t on x86-64 (sigaction(2)).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    /// <summary>A fault without an address: #GP, #BP, or an address that none can be.</summary>
    public const int OfKernel = 0x80; // SI_KERNEL

    /// <summary>SIGSEGV: nothing is mapped there.</summary>
    public const int NotMapped = 1; // SEGV_MAPERR

    /// <summary>SIGFPE: division by zero, or a quotient that doesn't fit.</summary>
    public const int IntegerDivision = 1; // FPE_INTDIV

    /// <summary>SIGBUS: an address that isn't a multiple, with the check for that on (EFLAGS.AC).</summary>
    public const int Alignment = 1; // BUS_ADRALN

    [FieldOffset(8)]
    public int Code;

    /// <summary>Of a fault, what was touched.</summary>
    [FieldOffset(16)]
    public ulong Address;

    /// <summary>Of SIGSYS, the number of the call that seccomp(2) refused.</summary>
    [FieldOffset(24)]
    public int SystemCall;

    /// <summary>Of SIGSYS, in the way of which processor it was made.</summary>
    [FieldOffset(28)]
    public uint Architecture;

    /// <summary>
    /// Sent by somebody, rather than raised by what the process does: it means nothing here. Nobody can send a signal
    /// that looks raised; the kernel doesn't let them (rt_sigqueueinfo(2)).
    /// </summary>
    public readonly bool IsSent => Code <= 0;
}
