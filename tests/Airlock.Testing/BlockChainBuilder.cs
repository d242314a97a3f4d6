using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Memory;

namespace Airlock.Testing;

/// <summary>
/// Places block requests into guest RAM, cut into descriptors as one likes. Between buffers stand guard bytes, so that
/// a device that writes next to a buffer is found out.
/// </summary>
public sealed class BlockChainBuilder
{
    public const byte Guard = 0xa5;

    private const uint GuardLength = 3;

    private readonly GuestMemory _memory;
    private readonly RingBuilder _ring;
    private readonly ulong _start;
    private readonly ulong _end;
    private readonly List<ChainPiece> _buffers = [];
    private ulong _next;

    public BlockChainBuilder(GuestMemory memory, RingBuilder ring, ulong start, ulong end)
    {
        _memory = memory;
        _ring = ring;
        _start = start;
        _end = end;
        Clear();
    }

    /// <summary>Forgets all buffers and fills their memory with guard bytes.</summary>
    public void Clear()
    {
        _memory.TryGetSpan(_start, _end - _start, out Span<byte> arena);
        arena.Fill(Guard);
        _buffers.Clear();
        _next = _start;
    }

    /// <summary>Whether every byte that belongs to no buffer is still what it was.</summary>
    public bool GuardsAreIntact()
    {
        _memory.TryGetSpan(_start, _end - _start, out Span<byte> arena);
        byte[] copy = arena.ToArray();
        foreach (ChainPiece piece in _buffers)
        {
            copy.AsSpan((int)(piece.Address - _start), (int)piece.Length).Fill(Guard);
        }

        return copy.AsSpan().IndexOfAnyExcept(Guard) < 0;
    }

    public static byte[] Header(uint type, ulong sector)
    {
        byte[] header = new byte[BlockRequestHeader.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), sector);
        return header;
    }

    /// <summary>A read: header, data, status in a descriptor each, unless cut otherwise.</summary>
    public PlacedRequest Read(ulong sector, int bytes, Func<int, int>? cut = null) =>
        Place(Header(BlockRequestType.In, sector), [], bytes, cut);

    /// <summary>A write, likewise.</summary>
    public PlacedRequest Write(ulong sector, byte[] data, Func<int, int>? cut = null) =>
        Place(Header(BlockRequestType.Out, sector), data, 0, cut);

    public PlacedRequest Flush() => Place(Header(BlockRequestType.Flush, 0), [], 0, null);

    /// <summary>Places a request.</summary>
    /// <param name="header">The start of the readable part.</param>
    /// <param name="output">The rest of it.</param>
    /// <param name="input">Bytes of the writable part, without the status byte.</param>
    /// <param name="cut">How long the next descriptor shall be, of so many bytes; null for the usual three.</param>
    public PlacedRequest Place(byte[] header, byte[] output, int input, Func<int, int>? cut)
    {
        var pieces = new List<ChainPiece>();
        if (cut is null)
        {
            AddPieces(pieces, header, writable: false, whole => whole);
            AddPieces(pieces, output, writable: false, whole => whole);
            AddPieces(pieces, Blank(input), writable: true, whole => whole);
            AddPieces(pieces, Blank(1), writable: true, whole => whole);
        }
        else
        {
            AddPieces(pieces, [.. header, .. output], writable: false, cut);
            AddPieces(pieces, Blank(input + 1), writable: true, cut);
        }

        return new PlacedRequest(_memory, _ring.AddChain([.. pieces]), pieces);
    }

    /// <summary>Takes memory for a buffer, and fills it.</summary>
    public ChainPiece Buffer(ReadOnlySpan<byte> content, bool writable)
    {
        ulong address = _next;
        _next += (ulong)content.Length + GuardLength;
        if (_next > _end || !_memory.TryGetSpan(address, (ulong)content.Length, out Span<byte> target))
        {
            throw new InvalidOperationException("The test has no memory left for buffers.");
        }

        content.CopyTo(target);
        var piece = new ChainPiece(address, (uint)content.Length, writable);
        _buffers.Add(piece);
        return piece;
    }

    private static byte[] Blank(int length)
    {
        byte[] blank = new byte[length];
        blank.AsSpan().Fill(BlockStatus.Pending);
        return blank;
    }

    private void AddPieces(List<ChainPiece> pieces, ReadOnlySpan<byte> content, bool writable, Func<int, int> cut)
    {
        while (!content.IsEmpty)
        {
            int length = Math.Clamp(cut(content.Length), 0, content.Length);
            pieces.Add(Buffer(content[..length], writable));
            content = content[length..];
        }
    }
}
