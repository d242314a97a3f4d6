namespace Airlock.Protocol;

/// <summary>Reads the payloads that answer questions about an image; strictly, as <see cref="GuestMessageReader"/> does.</summary>
internal static class AnswerReader
{
    private const uint Number = FieldReader.Varint;
    private const uint Bytes = FieldReader.Delimited;
    private const int Shift = FieldReader.NumberShift;

    public static DigestMessage Read(ref FieldReader wire, DigestMessage digest)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case DigestMessage.AlgorithmFieldNumber << Shift | Bytes: digest.Algorithm = wire.ReadText(); break;
                case DigestMessage.DigestFieldNumber << Shift | Bytes: digest.Digest = wire.ReadBytes(); break;
                case DigestMessage.BytesFieldNumber << Shift | Number: digest.Bytes = wire.ReadUInt64(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= DigestMessage.BytesFieldNumber); break;
            }
        }

        return digest;
    }
}
