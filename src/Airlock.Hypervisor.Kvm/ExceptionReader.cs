using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>Reads what the processor pushed when an exception stub reported its vector (Intel SDM 3A, 6.14.2).</summary>
internal static class ExceptionReader
{
    private const int FrameLength = 5 * sizeof(ulong); // RIP, CS, RFLAGS, RSP, SS
    private const int GeneralProtection = 13;
    private const int PageFault = 14;
    private const byte Hlt = 0xf4;

    /// <summary>Vectors with an error code (Intel SDM 3A, table 6-1).</summary>
    private const uint VectorsWithErrorCode = 1u << 8 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 17 | 1u << 21;

    public static ExceptionReport Read(byte vector, GuestMemory memory, in KvmSpecialRegisters registers)
    {
        bool hasErrorCode = vector < 32 && (VectorsWithErrorCode >> vector & 1) != 0;
        ulong rip = ReadUInt64(memory, VmmArea.ExceptionStackTop - FrameLength);
        ulong? errorCode = hasErrorCode ? ReadUInt64(memory, VmmArea.ExceptionStackTop - FrameLength - sizeof(ulong)) : null;
        return new ExceptionReport(vector, errorCode, rip, vector == PageFault ? registers.Cr2 : null);
    }

    /// <summary>
    /// HLT is privileged: in ring 3 it raises #GP, and the instruction tells it from a real fault. The error code is 0 then;
    /// that of a refused INT n isn't, and some processors report that one at the instruction behind it.
    /// </summary>
    public static bool IsHalt(in ExceptionReport report, GuestMemory memory) => report is { Vector: GeneralProtection, ErrorCode: 0 }
        && memory.TryGetSpan(report.InstructionPointer, 1, out Span<byte> instruction)
        && instruction[0] == Hlt;

    private static ulong ReadUInt64(GuestMemory memory, ulong address) =>
        memory.TryReadHidden(address, out ulong value) ? value : 0;
}
