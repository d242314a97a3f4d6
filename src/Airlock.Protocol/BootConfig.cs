using System.Buffers.Binary;
using Airlock.Abi.Wire;
using Google.Protobuf;

namespace Airlock.Protocol;

/// <summary>The boot configuration: one framed <see cref="VmmConfig"/> in guest RAM.</summary>
public static class BootConfig
{
    /// <summary>The most that a framed configuration may take: one page.</summary>
    public const int MaxLength = BootConfigFormat.MaxFrameLength;

    /// <summary>Writes the frame; all or nothing.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="destination">Where the frame goes, usually the page itself.</param>
    /// <param name="length">Bytes written, header included.</param>
    /// <returns>False if the frame exceeds <see cref="MaxLength"/> or the destination.</returns>
    public static bool TryEncode(VmmConfig config, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(config);
        int payloadLength = config.CalculateSize();
        int frameLength = FrameFormat.HeaderLength + payloadLength;
        if (frameLength > Math.Min(destination.Length, MaxLength))
        {
            length = 0;
            return false;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)payloadLength);
        config.WriteTo(destination.Slice(FrameFormat.HeaderLength, payloadLength));
        length = frameLength;
        return true;
    }
}
