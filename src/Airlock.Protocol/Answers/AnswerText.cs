namespace Airlock.Protocol;

/// <summary>The payloads that answer questions about an image, as <see cref="MessageText"/> writes them.</summary>
internal static class AnswerText
{
    public static void Write(MapExtentMessage extent, ref LineWriter line)
    {
        line.Literal("extent start="u8).Decimal(extent.Start).Literal(" length="u8).Decimal(extent.Length);
        line.Literal(" state="u8).Escaped(extent.State).Literal(" offset="u8).Decimal(extent.FileOffset);
        line.Literal(" compressed="u8).Bool(extent.Compressed);
    }

    public static void Write(MapResultMessage map, ref LineWriter line)
    {
        line.Literal("map format="u8).Escaped(map.SourceFormat).Literal(" extents="u8).Decimal(map.ExtentsEmitted);
        line.Literal(" size="u8).Decimal(map.VirtualSize).Literal(" error="u8).Decimal(map.Error);
    }

    public static void Write(CompareResultMessage result, ref LineWriter line)
    {
        line.Literal("compare identical="u8).Bool(result.Identical);
        line.Literal(" mismatch="u8).Decimal(result.FirstMismatchOffset);
        line.Literal(" compared="u8).Decimal(result.TotalBytesCompared).Literal(" flags="u8).Hex(result.Flags);
    }

    public static void Write(DigestMessage digest, ref LineWriter line)
    {
        line.Literal("digest algorithm="u8).Escaped(digest.Algorithm);
        line.Literal(" digest="u8).HexDigits(digest.Digest.Span).Literal(" bytes="u8).Decimal(digest.Bytes);
    }
}
