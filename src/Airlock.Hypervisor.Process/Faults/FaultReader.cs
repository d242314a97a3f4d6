using Airlock.Hypervisor.Process.Instructions;
using Airlock.Hypervisor.Process.Setup;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;

namespace Airlock.Hypervisor.Process.Faults;

/// <summary>Finds out from a signal which exception the processor has raised (Intel SDM 3A, 6.15).</summary>
internal static class FaultReader
{
    private const int DivideError = 0;
    private const int Debug = 1;
    private const int Breakpoint = 3;
    private const int Overflow = 4;
    private const int InvalidOpcode = 6;
    private const int StackFault = 12;
    private const int GeneralProtection = 13;
    private const int PageFault = 14;
    private const int FloatingPoint = 16;
    private const int AlignmentCheck = 17;
    private const int SimdFloatingPoint = 19;

    // The error code of a page fault (Intel SDM 3A, 4.7).
    private const ulong IsPresent = 1 << 0;
    private const ulong IsWrite = 1 << 1;
    private const ulong IsUser = 1 << 2;
    private const ulong IsFetch = 1 << 4;

    private const ulong ResumeFlag = 1 << 16;

    /// <summary>The length of SYSCALL, SYSENTER and INT n, behind which the kernel finds the instruction pointer.</summary>
    public const int InterruptLength = 2;

    private const uint X86_64 = 0xc000003e; // AUDIT_ARCH_X86_64

    /// <param name="signal">What the guest has stopped with; raised, not sent.</param>
    /// <param name="code">The bytes at RIP that the guest may execute.</param>
    /// <returns>Null for a signal that no exception raises, as that of a limit.</returns>
    public static ExceptionReport? Read(
        int signal, in SignalInfo info, in UserRegisters registers, ReadOnlySpan<byte> code, GuestSpace space)
    {
        ulong rip = registers.Rip;
        return signal switch
        {
            LibC.SIGSEGV when info.Code == SignalInfo.OfKernel => new ExceptionReport(GeneralProtection, null, rip, null),
            LibC.SIGSEGV => OfPage(info.Address, rip, space),
            LibC.SIGILL => new ExceptionReport(InvalidOpcode, null, rip, null),
            LibC.SIGTRAP => new ExceptionReport(info.Code == SignalInfo.OfKernel ? Breakpoint : Debug, null, rip, null),
            LibC.SIGFPE => new ExceptionReport(OfNumbers(info, code), null, rip, null),
            LibC.SIGBUS => new ExceptionReport(info.Code == SignalInfo.Alignment ? AlignmentCheck : StackFault, 0, rip, null),
            LibC.SIGSYS => OfSystemCall(info, rip, space),
            _ => null,
        };
    }

    /// <summary>
    /// Whether the guest has raised an overflow by INT 4, the one interrupt that the kernel tells as it tells a #GP. That is a
    /// trap: it is found behind its instruction, with RF clear, where a fault sets RF (Intel SDM 3B, 19.3.1.1).
    /// </summary>
    /// <param name="before">The bytes before RIP that the guest may execute.</param>
    public static bool IsOverflow(in UserRegisters registers, ReadOnlySpan<byte> before) =>
        before is [0xcd, Overflow] && (registers.Eflags & ResumeFlag) == 0;

    /// <summary>An overflow, at the instruction behind it, as the processor reports a trap.</summary>
    public static ExceptionReport OfOverflow(ulong rip) => new(Overflow, null, rip, null);

    /// <summary>
    /// A page fault of the guest's own, or of an instruction that was emulated in part. The processor's error code isn't
    /// told; where only one is possible, it is known.
    /// </summary>
    public static ExceptionReport OfPage(ulong address, ulong rip, GuestSpace space)
    {
        PageRights rights = space.RightsAt(address);
        ulong present = rights == PageRights.None ? 0 : IsPresent;
        bool isFetch = address == rip && (rights & PageRights.Execute) == 0;
        ulong? errorCode = isFetch
            ? IsUser | IsFetch | present
            : (rights & (PageRights.Read | PageRights.Write)) == PageRights.Read ? IsUser | IsWrite | present : null;
        return new ExceptionReport(PageFault, errorCode, rip, address);
    }

    /// <summary>The kernel tells division from the rest; x87 instructions (D8 to DF, FWAIT) are told from SSE by their bytes.</summary>
    private static int OfNumbers(in SignalInfo info, ReadOnlySpan<byte> code) => info.Code == SignalInfo.IntegerDivision
        ? DivideError
        : code is [>= 0xd8 and <= 0xdf or 0x9b, ..] ? FloatingPoint : SimdFloatingPoint;

    /// <summary>A system call is no instruction of this machine. Where KVM runs, SYSCALL is #UD, and the others are #GP.</summary>
    private static ExceptionReport OfSystemCall(in SignalInfo info, ulong rip, GuestSpace space)
    {
        int vector = info.Architecture == X86_64 ? InvalidOpcode : GeneralProtection;
        ulong instruction = rip - InterruptLength;
        bool isBehind = (space.RightsAt(instruction) & PageRights.Execute) != 0;
        return new ExceptionReport(vector, null, isBehind ? instruction : rip, null, info.SystemCall);
    }
}
