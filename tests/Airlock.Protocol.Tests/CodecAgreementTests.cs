using System;
using FsCheck.Xunit;
using Google.Protobuf;
using Codec = Airlock.Guest.Messages;

namespace Airlock.Protocol.Tests;

/// <summary>The guest's codec and Google.Protobuf are two implementations of one format.</summary>
[Properties(Arbitrary = [typeof(MessageArbitraries)], MaxTest = 1000)]
public class CodecAgreementTests
{
    private const int BufferLength = 4096;

    [Property]
    public void The_guest_writes_the_bytes_that_Google_Protobuf_writes(GuestMessage message)
    {
        byte[] buffer = new byte[BufferLength];
        Assert.True(Codec.Frame.TryEncode(CodecMapping.ToGuest(message), buffer, out int length));
        Assert.Equal(Frames.Of(message), buffer[..length]);
    }

    [Property]
    public void The_guest_reads_what_Google_Protobuf_writes(GuestMessage message)
    {
        byte[] frame = Frames.Of(message);
        Codec.FrameStatus status = Codec.Frame.TryDecode(frame, out Codec.GuestMessage decoded, out int consumed);
        Assert.Equal(Codec.FrameStatus.Decoded, status);
        Assert.Equal(frame.Length, consumed);
        Assert.Equal(message, CodecMapping.ToHost(in decoded));
    }

    [Property]
    public void The_host_reads_what_the_guest_writes(GuestMessage message)
    {
        byte[] buffer = new byte[BufferLength];
        Assert.True(Codec.Frame.TryEncode(CodecMapping.ToGuest(message), buffer, out int length));
        Assert.Equal([message], Frames.Decode(new FrameDecoder(), buffer.AsSpan(0, length), length));
    }

    [Property]
    public void A_payload_framed_by_itself_gives_the_same_bytes(GuestMessage message)
    {
        byte[] buffer = new byte[BufferLength];
        if (TryEncodePayload(message, buffer, out int length))
        {
            Assert.Equal(Frames.Of(message), buffer[..length]);
        }
    }

    [Property]
    public void The_boot_configuration_is_the_same_on_both_sides(VmmConfig config)
    {
        byte[] page = new byte[BootConfig.MaxLength];
        Assert.True(BootConfig.TryEncode(config, page, out int length));
        Assert.Equal(
            Codec.FrameStatus.Decoded, Codec.Frame.TryDecode(page, out Codec.VmmConfig decoded, out int consumed));
        Assert.Equal(length, consumed);
        Assert.Equal(config, CodecMapping.ToHost(in decoded));

        byte[] again = new byte[BootConfig.MaxLength];
        Assert.True(Codec.Frame.TryEncode(CodecMapping.ToGuest(config), again, out int lengthAgain));
        Assert.Equal(page[..length], again[..lengthAgain]);
    }

    [Property(MaxTest = 20_000)]
    public void Both_sides_agree_on_which_bytes_are_a_message(byte[] payload)
    {
        byte[] frame = Frames.Of(payload);
        var decoder = new FrameDecoder();
        ReadOnlySpan<byte> rest = frame;
        DecodeStatus host = decoder.Decode(ref rest, out GuestMessage? message);
        Codec.FrameStatus guest = Codec.Frame.TryDecode(frame, out Codec.GuestMessage decoded, out _);
        if (host == DecodeStatus.Malformed)
        {
            Assert.Equal(Codec.FrameStatus.Malformed, guest);
        }
        else if (guest == Codec.FrameStatus.Decoded)
        {
            Assert.Equal(message, CodecMapping.ToHost(in decoded));
        }
        else
        {
            Assert.True(payload.Length > Codec.FixedString8.Capacity); // the shortest of what only the guest bounds
        }
    }

    [Property(MaxTest = 20_000)]
    public void What_the_check_lets_pass_the_parser_parses(byte[] payload)
    {
        byte[] frame = Frames.Of(payload);
        if (Frames.FailureOf(new FrameDecoder(), frame) is null)
        {
            GuestMessage.Parser.ParseFrom(payload);
        }
    }

    [Property]
    public void A_frame_cut_short_is_not_yet_one(GuestMessage message)
    {
        byte[] frame = Frames.Of(message);
        for (int length = 0; length < frame.Length; length++)
        {
            Codec.FrameStatus status = Codec.Frame.TryDecode(
                frame.AsSpan(0, length), out Codec.GuestMessage _, out int consumed);
            Assert.Equal((Codec.FrameStatus.NotYet, 0), (status, consumed));
        }
    }

    [Property]
    public void A_buffer_that_is_too_small_is_refused_and_not_overrun(GuestMessage message)
    {
        byte[] buffer = new byte[BufferLength];
        int needed = Frames.Of(message).Length;
        for (int room = 0; room < needed; room++)
        {
            Array.Fill<byte>(buffer, 0xaa);
            Assert.False(Codec.Frame.TryEncode(CodecMapping.ToGuest(message), buffer.AsSpan(0, room), out int length));
            Assert.Equal(0, length);
            Assert.Equal(-1, buffer.AsSpan(room).IndexOfAnyExcept((byte)0xaa));
        }

        Assert.True(Codec.Frame.TryEncode(CodecMapping.ToGuest(message), buffer.AsSpan(0, needed), out _));
    }

    [Fact]
    public void Fields_that_come_twice_are_merged_as_Google_Protobuf_merges_them()
    {
        byte[] payload =
        [
            .. new GuestMessage { Init = new InitMessage { Stage = "a", Address = 1 } }.ToByteArray(),
            .. new GuestMessage { Init = new InitMessage { Device = "b", Address = 2 } }.ToByteArray(),
            .. new GuestMessage { Error = new ErrorMessage { Operation = "x" } }.ToByteArray(),
            .. new GuestMessage { Init = new InitMessage { Device = "c" } }.ToByteArray(),
        ];
        Codec.Frame.TryDecode(Frames.Of(payload), out Codec.GuestMessage decoded, out _);
        Assert.Equal(GuestMessage.Parser.ParseFrom(payload), CodecMapping.ToHost(in decoded));
        Assert.True(decoded.Init.Device.Is("c"u8));
        Assert.True(decoded.Init.Stage.Is(""u8));
    }

    private static bool TryEncodePayload(GuestMessage message, Span<byte> buffer, out int length)
    {
        var level = (Codec.Level)message.Level;
        length = 0;
        return message.PayloadCase switch
        {
            GuestMessage.PayloadOneofCase.Init =>
                Codec.Frame.TryEncode(level, CodecMapping.ToGuest(message.Init), buffer, out length),
            GuestMessage.PayloadOneofCase.Capacity =>
                Codec.Frame.TryEncode(level, CodecMapping.ToGuest(message.Capacity), buffer, out length),
            GuestMessage.PayloadOneofCase.Progress =>
                Codec.Frame.TryEncode(level, CodecMapping.ToGuest(message.Progress), buffer, out length),
            GuestMessage.PayloadOneofCase.Error =>
                Codec.Frame.TryEncode(level, CodecMapping.ToGuest(message.Error), buffer, out length),
            GuestMessage.PayloadOneofCase.Complete =>
                Codec.Frame.TryEncode(level, CodecMapping.ToGuest(message.Complete), buffer, out length),
            GuestMessage.PayloadOneofCase.InfoResult => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.InfoResultMessage>(message.InfoResult), buffer, out length),
            GuestMessage.PayloadOneofCase.Refusal => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.Refusal>(message.Refusal), buffer, out length),
            GuestMessage.PayloadOneofCase.MapExtent => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.MapExtentMessage>(message.MapExtent), buffer, out length),
            GuestMessage.PayloadOneofCase.MapResult => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.MapResultMessage>(message.MapResult), buffer, out length),
            GuestMessage.PayloadOneofCase.CompareResult => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.CompareResultMessage>(message.CompareResult), buffer, out length),
            GuestMessage.PayloadOneofCase.Digest => Codec.Frame.TryEncode(
                level, CodecMapping.ToGuest<Codec.DigestMessage>(message.Digest), buffer, out length),
            _ => false,
        };
    }
}
