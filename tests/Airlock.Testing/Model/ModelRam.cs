namespace Airlock.Testing.Model;

/// <summary>
/// What guest RAM should hold. It also notes whether, since <see cref="BeginStep"/>, any byte was written that was
/// written or read before: only then does it matter in which order a device serves requests that wait together.
/// </summary>
/// <param name="length">Bytes of RAM.</param>
/// <param name="firstOpen">Where the part begins that devices may touch.</param>
public sealed class ModelRam(int length, int firstOpen)
{
    private const byte Read = 1;
    private const byte Data = 2;
    private const byte Ring = 4;

    private readonly byte[] _touched = new byte[length - firstOpen];

    public byte[] Bytes { get; } = new byte[length];

    public int FirstOpen => firstOpen;

    /// <summary>The part of RAM that devices may touch.</summary>
    public Span<byte> Open => Bytes.AsSpan(firstOpen);

    /// <summary>Whether the outcome depends on an order that nobody has promised.</summary>
    public bool IsEntangled { get; private set; }

    public void BeginStep()
    {
        IsEntangled = false;
        Array.Clear(_touched);
    }

    public bool Contains(ulong address, ulong count) =>
        address >= (ulong)firstOpen && (UInt128)address + count <= (UInt128)Bytes.Length;

    public ReadOnlySpan<byte> Look(ulong address, uint count) => Touch(address, count, Read, Data | Ring);

    /// <summary>Bytes that a request writes: data or a status.</summary>
    public Span<byte> Fill(ulong address, uint count) => Touch(address, count, Data, Read | Data | Ring);

    /// <summary>Bytes of the used ring, which the device alone writes, and more than once.</summary>
    public Span<byte> FillRing(ulong address, uint count) => Touch(address, count, Ring, Read | Data);

    private Span<byte> Touch(ulong address, uint count, byte how, byte clash)
    {
        int start = checked((int)address);
        foreach (ref byte mark in _touched.AsSpan(start - firstOpen, (int)count))
        {
            IsEntangled |= (mark & clash) != 0;
            mark |= how;
        }

        return Bytes.AsSpan(start, (int)count);
    }
}
