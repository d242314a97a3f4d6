namespace Airlock.Kvm;

/// <summary>One port access, or a run of them by a string instruction. KVM API, 5 (KVM_EXIT_IO).</summary>
public readonly ref struct IoExit
{
    internal IoExit(ushort port, byte size, uint count, bool isOut, Span<byte> data)
    {
        Port = port;
        Size = size;
        Count = count;
        IsOut = isOut;
        Data = data;
    }

    /// <summary>The port.</summary>
    public ushort Port { get; }

    /// <summary>Width of each access in bytes: 1, 2 or 4.</summary>
    public byte Size { get; }

    /// <summary>How many accesses; more than one with INS and OUTS only.</summary>
    public uint Count { get; }

    /// <summary>Whether the guest writes (OUT); else <see cref="Data"/> is to be filled before the next run.</summary>
    public bool IsOut { get; }

    /// <summary><see cref="Size"/> times <see cref="Count"/> bytes, little-endian: written, or to be read.</summary>
    public Span<byte> Data { get; }
}
