namespace Airlock.Hypervisor;

/// <summary>An exception of the guest's processor (Intel SDM 3A, 6.15), or a system call, which is none of its rights.</summary>
/// <param name="Vector">The exception's vector, 0 to 31.</param>
/// <param name="ErrorCode">What the processor pushed with it; null if it has none, or the machine can't tell.</param>
/// <param name="InstructionPointer">RIP of the instruction.</param>
/// <param name="FaultingAddress">For a page fault, the address that was touched (CR2).</param>
/// <param name="SystemCall">The number of the system call, if it was one.</param>
public readonly record struct ExceptionReport(
    int Vector, ulong? ErrorCode, ulong InstructionPointer, ulong? FaultingAddress, long? SystemCall = null);
