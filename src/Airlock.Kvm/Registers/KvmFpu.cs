using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>x87 and SSE registers; the layout is that of struct kvm_fpu. KVM API, 4.22.</summary>
/// <remarks>The struct has a place for MXCSR too, but KVM on x86 neither fills nor reads it: it isn't shown.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct KvmFpu
{
    private Bytes128 _fpr;
    private ushort _fcw;
    private ushort _fsw;
    private byte _ftwx;
    private readonly byte _pad1;
    private ushort _lastOpcode;
    private ulong _lastIp;
    private ulong _lastDp;
    private Bytes256 _xmm;
    private readonly ulong _mxcsrAndPad2;

    /// <summary>The x87 control word; 0x37f after FNINIT.</summary>
    public ushort ControlWord { readonly get => _fcw; set => _fcw = value; }

    /// <summary>The x87 status word.</summary>
    public ushort StatusWord { readonly get => _fsw; set => _fsw = value; }

    /// <summary>The x87 tag word in FXSAVE form: a bit for each register in use.</summary>
    public byte TagWord { readonly get => _ftwx; set => _ftwx = value; }

    /// <summary>Opcode of the last x87 instruction.</summary>
    public ushort LastOpcode { readonly get => _lastOpcode; set => _lastOpcode = value; }

    /// <summary>Address of the last x87 instruction.</summary>
    public ulong LastInstruction { readonly get => _lastIp; set => _lastIp = value; }

    /// <summary>Address of its operand.</summary>
    public ulong LastOperand { readonly get => _lastDp; set => _lastDp = value; }

    /// <summary>ST0 to ST7, 16 bytes each.</summary>
    [UnscopedRef]
    public Span<byte> X87Registers => _fpr;

    /// <summary>XMM0 to XMM15, 16 bytes each.</summary>
    [UnscopedRef]
    public Span<byte> XmmRegisters => _xmm;

    [InlineArray(128)]
    private struct Bytes128
    {
        private byte _first;
    }

    [InlineArray(256)]
    private struct Bytes256
    {
        private byte _first;
    }
}
