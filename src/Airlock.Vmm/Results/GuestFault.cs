using System.Globalization;
using System.Text;
using Airlock.Hypervisor;

namespace Airlock.Vmm.Results;

/// <summary>An exception of the guest's processor that ended the run (Intel SDM 3A, 6.15).</summary>
/// <param name="Vector">The exception's vector, 0 to 31.</param>
/// <param name="ErrorCode">What the processor pushed with it; null for vectors that have none.</param>
/// <param name="InstructionPointer">RIP of the instruction.</param>
/// <param name="FaultingAddress">For a page fault, the address that was touched (CR2).</param>
/// <param name="Method">The method that it happened in, when the image has symbols.</param>
public sealed record GuestFault(
    int Vector, ulong? ErrorCode, ulong InstructionPointer, ulong? FaultingAddress, string? Method)
{
    /// <summary>The number of the system call that the guest tried, if it was one.</summary>
    public long? SystemCall { get; init; }

    private static readonly string?[] s_names =
    [
        "divide error", "debug exception", "non-maskable interrupt", "breakpoint", "overflow", "bound range exceeded",
        "invalid opcode", "device not available", "double fault", null, "invalid TSS", "segment not present",
        "stack-segment fault", "general protection fault", "page fault", null, "x87 floating-point error",
        "alignment check", "machine check", "SIMD floating-point error", "virtualization exception",
        "control protection exception",
    ];

    internal static GuestFault Of(in ExceptionReport report, string? method) =>
        new(report.Vector, report.ErrorCode, report.InstructionPointer, report.FaultingAddress, method)
        {
            SystemCall = report.SystemCall,
        };

    /// <summary>What the user is told of it, in sentences.</summary>
    internal string Blame(string guest) => Blame($"{this}", guest);

    /// <param name="what">What happened, as a clause, where the processor reported no exception.</param>
    internal static string Blame(string? what, string guest) => $"The guest crashed: {what}. This is a bug in the guest '{guest}'.";

    /// <summary>The exception's name in the manual, such as "page fault".</summary>
    public string Name => Vector >= 0 && Vector < s_names.Length && s_names[Vector] is { } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"exception {Vector}");

    /// <summary>The fault in one clause, such as "page fault (vector 14, error code 0x7) at rip 0x10010 in copy.Main".</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (SystemCall is { } call)
        {
            text.Append(CultureInfo.InvariantCulture, $"system call {call} (");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{Name} (");
        }

        text.Append(CultureInfo.InvariantCulture, $"vector {Vector}");
        if (ErrorCode is { } code)
        {
            text.Append(CultureInfo.InvariantCulture, $", error code 0x{code:x}");
        }

        text.Append(CultureInfo.InvariantCulture, $") at rip 0x{InstructionPointer:x}");
        if (Method is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" in {Method}");
        }

        if (FaultingAddress is { } address)
        {
            text.Append(CultureInfo.InvariantCulture, $", touching address 0x{address:x}");
        }

        return text.ToString();
    }
}
