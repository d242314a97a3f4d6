namespace Airlock.Protocol;

/// <summary>The payloads that answer questions about an image, as <see cref="MessageText"/> writes them.</summary>
internal static class AnswerText
{
    public static void Write(DigestMessage digest, ref LineWriter line)
    {
        line.Literal("digest algorithm="u8).Escaped(digest.Algorithm);
        line.Literal(" digest="u8).HexDigits(digest.Digest.Span).Literal(" bytes="u8).Decimal(digest.Bytes);
    }
}
