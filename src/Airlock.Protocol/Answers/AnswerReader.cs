namespace Airlock.Protocol;

/// <summary>Reads the payloads that answer questions about an image; strictly, as <see cref="GuestMessageReader"/> does.</summary>
internal static class AnswerReader
{
    private const uint Number = FieldReader.Varint;
    private const uint Bytes = FieldReader.Delimited;
    private const int Shift = FieldReader.NumberShift;

    public static MapExtentMessage Read(ref FieldReader wire, MapExtentMessage extent)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case MapExtentMessage.StartFieldNumber << Shift | Number: extent.Start = wire.ReadUInt64(); break;
                case MapExtentMessage.LengthFieldNumber << Shift | Number: extent.Length = wire.ReadUInt64(); break;
                case MapExtentMessage.StateFieldNumber << Shift | Bytes: extent.State = wire.ReadText(); break;
                case MapExtentMessage.FileOffsetFieldNumber << Shift | Number:
                    extent.FileOffset = wire.ReadUInt64();
                    break;
                case MapExtentMessage.CompressedFieldNumber << Shift | Number:
                    extent.Compressed = wire.ReadBool();
                    break;
                default:
                    uint number = tag >> Shift;
                    wire.Skip(tag, isKnown: number is <= MapExtentMessage.FileOffsetFieldNumber
                        or MapExtentMessage.CompressedFieldNumber);
                    break;
            }
        }

        return extent;
    }

    public static MapResultMessage Read(ref FieldReader wire, MapResultMessage map)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case MapResultMessage.SourceFormatFieldNumber << Shift | Bytes: map.SourceFormat = wire.ReadText(); break;
                case MapResultMessage.ExtentsEmittedFieldNumber << Shift | Number:
                    map.ExtentsEmitted = wire.ReadUInt64();
                    break;
                case MapResultMessage.VirtualSizeFieldNumber << Shift | Number:
                    map.VirtualSize = wire.ReadUInt64();
                    break;
                case MapResultMessage.ErrorFieldNumber << Shift | Number: map.Error = wire.ReadUInt32(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= MapResultMessage.ErrorFieldNumber); break;
            }
        }

        return map;
    }

    public static CompareResultMessage Read(ref FieldReader wire, CompareResultMessage result)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case CompareResultMessage.IdenticalFieldNumber << Shift | Number:
                    result.Identical = wire.ReadBool();
                    break;
                case CompareResultMessage.FirstMismatchOffsetFieldNumber << Shift | Number:
                    result.FirstMismatchOffset = wire.ReadUInt64();
                    break;
                case CompareResultMessage.TotalBytesComparedFieldNumber << Shift | Number:
                    result.TotalBytesCompared = wire.ReadUInt64();
                    break;
                case CompareResultMessage.FlagsFieldNumber << Shift | Number: result.Flags = wire.ReadUInt32(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= CompareResultMessage.FlagsFieldNumber); break;
            }
        }

        return result;
    }

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
