using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>
/// A segment register with its hidden part; the layout is that of struct kvm_segment. KVM API, 4.13; the meaning of
/// the fields: Intel SDM volume 3, 3.4.5.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
public record struct KvmSegment
{
    private ulong _base;
    private uint _limit;
    private ushort _selector;
    private byte _type;
    private byte _present;
    private byte _dpl;
    private byte _db;
    private byte _s;
    private byte _l;
    private byte _g;
    private byte _avl;
    private byte _unusable;

    /// <summary>Linear address at which the segment begins.</summary>
    public ulong Base { readonly get => _base; set => _base = value; }

    /// <summary>Last valid offset, in bytes whatever <see cref="Granularity"/> says.</summary>
    public uint Limit { readonly get => _limit; set => _limit = value; }

    /// <summary>The visible part: index into the descriptor table, table, requested privilege.</summary>
    public ushort Selector { readonly get => _selector; set => _selector = value; }

    /// <summary>Type, 4 bits, as in the descriptor: 11 is accessed, readable code, 3 accessed, writable data.</summary>
    public byte Type { readonly get => _type; set => _type = value; }

    /// <summary>Descriptor privilege level (DPL), 0 to 3.</summary>
    public byte PrivilegeLevel { readonly get => _dpl; set => _dpl = value; }

    /// <summary>P: the segment is present.</summary>
    public bool Present
    {
        readonly get => _present != 0;
        set => _present = value ? (byte)1 : (byte)0;
    }

    /// <summary>D/B: 32-bit operands by default, or a 32-bit stack; off in 64-bit code.</summary>
    public bool DefaultBig
    {
        readonly get => _db != 0;
        set => _db = value ? (byte)1 : (byte)0;
    }

    /// <summary>S: code or data, as opposed to a system segment such as a TSS.</summary>
    public bool CodeOrData
    {
        readonly get => _s != 0;
        set => _s = value ? (byte)1 : (byte)0;
    }

    /// <summary>L: 64-bit code.</summary>
    public bool LongMode
    {
        readonly get => _l != 0;
        set => _l = value ? (byte)1 : (byte)0;
    }

    /// <summary>G: the limit in the descriptor counts 4 KiB units.</summary>
    public bool Granularity
    {
        readonly get => _g != 0;
        set => _g = value ? (byte)1 : (byte)0;
    }

    /// <summary>AVL: free for software.</summary>
    public bool Available
    {
        readonly get => _avl != 0;
        set => _avl = value ? (byte)1 : (byte)0;
    }

    /// <summary>The register holds a null selector.</summary>
    public bool Unusable
    {
        readonly get => _unusable != 0;
        set => _unusable = value ? (byte)1 : (byte)0;
    }
}
