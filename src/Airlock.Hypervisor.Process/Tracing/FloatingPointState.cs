using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>x87 and SSE registers as ptrace gives them: the FXSAVE area (Intel SDM 1, 10.5.1).</summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct FloatingPointState
{
    [FieldOffset(160)]
    public VectorRegisters Vectors;

    /// <summary>XMM0 to XMM15.</summary>
    [InlineArray(16)]
    public struct VectorRegisters
    {
        private Vector128<byte> _register;
    }
}
