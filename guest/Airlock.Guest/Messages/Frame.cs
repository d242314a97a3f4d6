using System;
using Airlock.Abi.Wire;

namespace Airlock.Guest.Messages;

/// <summary>Frames: <c>[len_lo][len_hi][protobuf bytes]</c>, in buffers of the caller.</summary>
public static partial class Frame
{
    /// <summary>Writes a message as one frame.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Where the frame goes; its contents are undefined after a failure.</param>
    /// <param name="length">Bytes written, header included; 0 after a failure.</param>
    /// <returns>False if the frame doesn't fit, or a string of the message was set to more than it holds.</returns>
    public static bool TryEncode<TMessage>(in TMessage message, Span<byte> destination, out int length)
        where TMessage : struct, IWireMessage<TMessage>
    {
        WireWriter payload = OpenPayload(destination);
        bool isWritten = TMessage.TryEncode(in message, ref payload);
        return TryClose(destination, isWritten, payload.Position, out length);
    }

    /// <summary>Reads the frame at the start of a buffer.</summary>
    /// <param name="source">The bytes so far, from a frame's first on.</param>
    /// <param name="message">The message, if there is one.</param>
    /// <param name="consumed">Bytes that the frame took, header included; 0 unless one was decoded.</param>
    public static FrameStatus TryDecode<TMessage>(ReadOnlySpan<byte> source, out TMessage message, out int consumed)
        where TMessage : struct, IWireMessage<TMessage>
    {
        message = default;
        consumed = 0;
        if (source.Length < FrameFormat.HeaderLength)
        {
            return FrameStatus.NotYet;
        }

        int payloadLength = source[0] | (source[1] << 8);
        if (source.Length - FrameFormat.HeaderLength < payloadLength)
        {
            return FrameStatus.NotYet;
        }

        var payload = new WireReader(source.Slice(FrameFormat.HeaderLength, payloadLength));
        if (!TMessage.TryMerge(ref message, ref payload))
        {
            return FrameStatus.Malformed;
        }

        consumed = FrameFormat.HeaderLength + payloadLength;
        return FrameStatus.Decoded;
    }

    /// <summary>A writer for the payload of the frame that a buffer will hold.</summary>
    private static WireWriter OpenPayload(Span<byte> destination)
    {
        int room = destination.Length - FrameFormat.HeaderLength;
        if (room <= 0)
        {
            return default;
        }

        room = room < FrameFormat.MaxPayloadLength ? room : FrameFormat.MaxPayloadLength;
        return new WireWriter(destination.Slice(FrameFormat.HeaderLength, room));
    }

    /// <summary>Puts the header before a payload that is written.</summary>
    private static bool TryClose(Span<byte> destination, bool isWritten, int payloadLength, out int length)
    {
        if (!isWritten || destination.Length < FrameFormat.HeaderLength)
        {
            length = 0;
            return false;
        }

        destination[0] = (byte)payloadLength;
        destination[1] = (byte)(payloadLength >> 8);
        length = FrameFormat.HeaderLength + payloadLength;
        return true;
    }
}
