using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>The registers of <see cref="NativeCode"/>.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct NativeState
{
    public const int RegisterCount = 16;
    public const int FlagsOffset = 0x80;
    public const int HostFlagsOffset = 0x88;
    public const int VectorsOffset = 0x100;

    [FieldOffset(0)]
    public GeneralRegisters General;

    [FieldOffset(FlagsOffset)]
    public ulong Flags;

    [FieldOffset(VectorsOffset)]
    public VectorRegisters Vectors;

    /// <summary>By number.</summary>
    [InlineArray(RegisterCount)]
    internal struct GeneralRegisters
    {
        private ulong _first;
    }

    [InlineArray(RegisterCount)]
    internal struct VectorRegisters
    {
        private Vector128<byte> _first;
    }
}
