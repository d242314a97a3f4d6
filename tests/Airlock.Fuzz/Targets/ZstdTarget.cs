using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Hosted;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// Zstd frames: the guest's decoder touches nothing beside its memory, finds the same however the frames are cut, and
/// takes what ZstdSharp takes.
/// </summary>
internal sealed class ZstdTarget : IFuzzTarget
{
    private const int MaxRoom = 1 << 16;

    // A larger window is no mistake, but ZstdSharp would clear as much memory for each case.
    private const int WindowLog = 18;

    private readonly GuardedDecoders _decoders = new();
    private readonly byte[] _expected = new byte[MaxRoom + 1];

    public int MaxInputLength => 2048;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new ActionReader(input);
        _decoders.IsAtStart = (reader.Byte() & 1) != 0;
        uint cuts = reader.U16();
        int room = reader.U16();
        ReadOnlySpan<byte> frames = reader.Bytes(MaxInputLength);
        var lengths = new Xorshift(cuts + 1);

        Decoding<ZstdStatus> whole = _decoders.Zstd(frames, room);
        Decoding<ZstdStatus> cut = _decoders.ZstdInPieces(frames, room, () => 1 + lengths.Below(1 + (int)(cuts & 0xff)));
        FindingException.ThrowUnless(
            whole.Status == cut.Status && whole.Output.AsSpan().SequenceEqual(cut.Output),
            $"In one piece it ends with {whole.Status}, cut with {cut.Status}.");
        int length = Read(frames, out bool isAccepted);
        if (isAccepted)
        {
            Compare(whole, _expected.AsSpan(0, length));
        }
    }

    public void Dispose() => _decoders.Dispose();

    /// <summary>Some things libzstd lets pass, which RFC 8878 does not.</summary>
    private static void Compare(Decoding<ZstdStatus> whole, ReadOnlySpan<byte> expected)
    {
        // 4.2.2: a stream of literals ends with its last symbol; 3.1.1.3: a compressed block has content.
        bool isStricter = whole.Status is ZstdStatus.BadLiterals or ZstdStatus.BadLiteralsSize;
        bool isCutOff = whole.Status is ZstdStatus.OutputFull or ZstdStatus.NeedInput;
        FindingException.ThrowUnless(
            isStricter || isCutOff || whole.Status == ZstdStatus.Done, $"It is a frame to ZstdSharp, and {whole.Status}.");
        FindingException.ThrowUnless(
            isStricter || expected.StartsWith(whole.Output), "The output isn't that of ZstdSharp.");
    }

    /// <summary>
    /// What ZstdSharp reads, as far as there can be room for it; nothing is accepted that has no end.
    /// </summary>
    private int Read(ReadOnlySpan<byte> frames, out bool isAccepted)
    {
        using var input = new MemoryStream(frames.ToArray());
        using var decoder = new DecompressionStream(input);
        decoder.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, WindowLog);
        isAccepted = true;
        try
        {
            return decoder.ReadAtLeast(_expected, _expected.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            isAccepted = false;
            return 0;
        }
    }
}
