namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>
/// The content of a block with raw literals and sequences of one code each (RLE mode), so that the stream holds nothing
/// but their extra bits.
/// </summary>
internal sealed class SequenceBlock(byte literalCode, byte offsetCode, byte matchCode)
{
    private readonly BackwardBitWriter _stream = new();
    private int _count;

    public byte[] Literals { get; init; } = [];

    /// <summary>Extra bits, as many as the codes have.</summary>
    public SequenceBlock Sequence(uint offset = 0, int offsetBits = 0, uint match = 0, int matchBits = 0)
    {
        _stream.Number(offset, offsetBits).Number(match, matchBits);
        _count++;
        return this;
    }

    public byte[] ToArray() =>
    [
        (byte)(Literals.Length << 3), .. Literals,
        (byte)_count, 0b01_01_01_00, literalCode, offsetCode, matchCode, .. _stream.ToArray(),
    ];
}
