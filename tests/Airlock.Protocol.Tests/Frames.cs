using System;
using System.Collections.Generic;
using Google.Protobuf;

namespace Airlock.Protocol.Tests;

/// <summary>Frames as Google.Protobuf makes them, and what a decoder makes of bytes.</summary>
internal static class Frames
{
    public static byte[] Of(IMessage message) => Of(message.ToByteArray());

    public static byte[] Of(params byte[] payload) => [(byte)payload.Length, (byte)(payload.Length >> 8), .. payload];

    /// <summary>Everything that comes out of a decoder, fed with the stream in pieces of the given length.</summary>
    public static List<GuestMessage> Decode(IMessageDecoder decoder, ReadOnlySpan<byte> stream, int pieceLength)
    {
        var messages = new List<GuestMessage>();
        while (!stream.IsEmpty)
        {
            ReadOnlySpan<byte> piece = stream[..Math.Min(pieceLength, stream.Length)];
            stream = stream[piece.Length..];
            DecodeAll(decoder, piece, messages);
        }

        return messages;
    }

    public static DecodeStatus DecodeAll(IMessageDecoder decoder, ReadOnlySpan<byte> piece, List<GuestMessage> messages)
    {
        while (true)
        {
            DecodeStatus status = decoder.Decode(ref piece, out GuestMessage? message);
            Assert.Equal(status == DecodeStatus.Message, message is not null);
            if (status != DecodeStatus.Message)
            {
                Assert.True(status == DecodeStatus.Malformed || piece.IsEmpty);
                return status;
            }

            messages.Add(message!);
        }
    }

    public static DecodeFailure? FailureOf(IMessageDecoder decoder, ReadOnlySpan<byte> stream)
    {
        DecodeAll(decoder, stream, []);
        return decoder.Failure;
    }
}
