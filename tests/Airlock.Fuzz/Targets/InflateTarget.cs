using System.IO.Compression;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Hosted;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// A deflate or zlib stream: the guest's decoder touches nothing beside its memory, finds the same however the stream
/// is cut, and takes it for what .NET takes it for.
/// </summary>
internal sealed class InflateTarget : IFuzzTarget
{
    private const int MaxRoom = 1 << 16;

    private readonly GuardedDecoders _decoders = new();
    private readonly byte[] _expected = new byte[MaxRoom + 1];

    public int MaxInputLength => 2048;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new ActionReader(input);
        byte way = reader.Byte();
        uint cuts = reader.U16();
        int room = reader.U16();
        ReadOnlySpan<byte> stream = reader.Bytes(MaxInputLength);
        _decoders.IsAtStart = (way & 1) != 0;
        bool isZlib = (way & 2) != 0;
        var lengths = new Xorshift(cuts + 1);
        int NextLength() => lengths.Below(2 + (int)(cuts & 0xff)); // 0 is a length, too

        Decoding<InflateStatus> whole = isZlib ? _decoders.Unzlib(stream, room) : _decoders.Inflate(stream, room);
        Decoding<InflateStatus> cut = isZlib
            ? _decoders.UnzlibInPieces(stream, room, NextLength)
            : _decoders.InflateInPieces(stream, room, NextLength);
        FindingException.ThrowUnless(
            whole.Status == cut.Status && whole.Output.AsSpan().SequenceEqual(cut.Output),
            $"In one piece it ends with {whole.Status}, cut with {cut.Status}.");
        Compare(whole, stream, isZlib);
    }

    public void Dispose() => _decoders.Dispose();

    private void Compare(Decoding<InflateStatus> whole, ReadOnlySpan<byte> stream, bool isZlib)
    {
        int length = Read(stream, isZlib, out bool isAccepted);
        ReadOnlySpan<byte> expected = _expected.AsSpan(0, length);
        if (whole.Status == InflateStatus.Done)
        {
            FindingException.ThrowUnless(isAccepted && expected.SequenceEqual(whole.Output), "It is no stream to .NET.");
        }
        else if (isAccepted)
        {
            // A stream that is cut off is one to .NET, also before zlib looks at an empty code of code
            // lengths, or has read which dictionary a stream needs.
            FindingException.ThrowUnless(
                whole.Status is InflateStatus.NeedInput or InflateStatus.OutputFull or InflateStatus.BadLengthCode
                    or InflateStatus.NeedsDictionary,
                $"It is a stream to .NET, and {whole.Status}.");
            FindingException.ThrowUnless(expected.StartsWith(whole.Output), "The output isn't that of .NET.");
        }
    }

    /// <summary>What .NET reads, as far as there can be room for it.</summary>
    private int Read(ReadOnlySpan<byte> stream, bool isZlib, out bool isAccepted)
    {
        using var input = new MemoryStream(stream.ToArray());
        using Stream decoder = isZlib
            ? new ZLibStream(input, CompressionMode.Decompress)
            : new DeflateStream(input, CompressionMode.Decompress);
        isAccepted = true;
        try
        {
            return decoder.ReadAtLeast(_expected, _expected.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            isAccepted = false;
            return 0;
        }
    }
}
