using Airlock.Memory;

namespace Airlock.Testing;

/// <summary>A block request as it lies in guest RAM.</summary>
public sealed class PlacedRequest(GuestMemory memory, ushort head, IReadOnlyList<ChainPiece> pieces)
{
    public ushort Head => head;

    public IReadOnlyList<ChainPiece> Pieces => pieces;

    /// <summary>The last writable byte.</summary>
    public byte Status => Written()[^1];

    /// <summary>The writable part without the status byte.</summary>
    public byte[] Data => Written()[..^1];

    /// <summary>All of the writable part.</summary>
    public byte[] Written()
    {
        var bytes = new List<byte>();
        foreach (ChainPiece piece in pieces)
        {
            if (piece.Writable && memory.TryGetSpan(piece.Address, piece.Length, out Span<byte> span))
            {
                bytes.AddRange(span);
            }
        }

        return [.. bytes];
    }
}
