namespace Airlock.Abi.Wire;

/// <summary>A frame: <c>[len_lo][len_hi][protobuf bytes]</c>; the length counts the protobuf bytes only.</summary>
internal static class FrameFormat
{
    /// <summary>Bytes of the little-endian length that precedes the payload.</summary>
    public const int HeaderLength = 2;

    /// <summary>The most that the length can say.</summary>
    public const int MaxPayloadLength = ushort.MaxValue;

    /// <summary>Header and payload together.</summary>
    public const int MaxFrameLength = HeaderLength + MaxPayloadLength;
}
