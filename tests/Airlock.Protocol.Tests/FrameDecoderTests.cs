using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;

namespace Airlock.Protocol.Tests;

[Properties(Arbitrary = [typeof(MessageArbitraries)])]
public class FrameDecoderTests
{
    [Property]
    public void Frames_come_out_whole_however_the_stream_is_cut(GuestMessage[] messages)
    {
        byte[] stream = [.. messages.SelectMany(message => Frames.Of(message))];
        for (int pieceLength = 1; pieceLength <= stream.Length; pieceLength++)
        {
            var decoder = new FrameDecoder();
            Assert.Equal(messages, Frames.Decode(decoder, stream, pieceLength));
            Assert.False(decoder.IsInsideMessage);
        }
    }

    [Property]
    public void A_frame_can_be_cut_at_any_place(GuestMessage message)
    {
        byte[] frame = Frames.Of(message);
        for (int cut = 1; cut < frame.Length; cut++)
        {
            var decoder = new FrameDecoder();
            ReadOnlySpan<byte> input = frame.AsSpan(0, cut);
            Assert.Equal(DecodeStatus.NeedMoreInput, decoder.Decode(ref input, out _));
            Assert.True(decoder.IsInsideMessage);
            input = frame.AsSpan(cut);
            Assert.Equal(DecodeStatus.Message, decoder.Decode(ref input, out GuestMessage? decoded));
            Assert.Equal(message, decoded);
        }
    }

    [Property(MaxTest = 5000)]
    public void Garbage_never_throws_and_is_told_the_same_however_it_is_cut(byte[] garbage)
    {
        var whole = new FrameDecoder();
        List<GuestMessage> expected = Frames.Decode(whole, garbage, int.MaxValue);
        foreach (int pieceLength in (int[])[1, 2, 3, 7])
        {
            var cut = new FrameDecoder();
            Assert.Equal(expected, Frames.Decode(cut, garbage, pieceLength));
            Assert.Equal(whole.Failure, cut.Failure);
            Assert.Equal(whole.IsInsideMessage, cut.IsInsideMessage);
        }
    }

    [Fact]
    public void What_follows_a_malformed_frame_is_worth_nothing()
    {
        byte[] sound = Frames.Of(new GuestMessage { Level = Level.Info });
        byte[] stream = [.. sound, .. Frames.Of(0x08), .. sound];
        var decoder = new FrameDecoder();
        Assert.Single(Frames.Decode(decoder, stream, 1));
        Assert.Equal(new DecodeFailure(DecodeError.MalformedPayload, sound.Length), decoder.Failure);
        Assert.Equal($"the frame at byte {sound.Length} is not a GuestMessage", decoder.Failure.ToString());
        Assert.Equal(DecodeStatus.Malformed, Frames.DecodeAll(decoder, sound, []));
    }

    [Fact]
    public void A_payload_of_a_newer_guest_is_passed_on_as_unknown()
    {
        byte[] frame = Frames.Of(0x08, 0x01, 0xa2, 0x06, 0x03, 1, 2, 3); // field 100: a message this host doesn't know
        GuestMessage message = Assert.Single(Frames.Decode(new FrameDecoder(), frame, 1));
        Assert.Equal(GuestMessage.PayloadOneofCase.None, message.PayloadCase);
        Assert.Equal("[INFO] unknown payload", MessageText.Format(message));
    }

    [Fact]
    public void Unknown_fields_of_any_kind_are_passed_over()
    {
        byte[] frame = Frames.Of(0x70, 5, 0x71, 1, 2, 3, 4, 5, 6, 7, 8, 0x72, 1, 0xff, 0x75, 1, 2, 3, 4, 0x08, 3);
        Assert.Equal([new GuestMessage { Level = Level.Error }], Frames.Decode(new FrameDecoder(), frame, 4));
    }

    [Fact]
    public void The_longest_frame_decodes()
    {
        var message = new GuestMessage { Init = new InitMessage { Stage = new string('s', ushort.MaxValue - 8) } };
        byte[] frame = Frames.Of(message);
        Assert.Equal(ushort.MaxValue + 2, frame.Length);
        Assert.Equal([message], Frames.Decode(new FrameDecoder(), frame, 1000));
        Assert.Equal([message], Frames.Decode(new FrameDecoder(), frame, frame.Length));
    }

    [Fact]
    public void To_announce_a_long_frame_costs_the_host_no_memory()
    {
        byte[] announcement = [0xff, 0xff, 0x12];
        DecodeAnnouncement(announcement);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DecodeAnnouncement(announcement);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void A_frame_that_is_gathered_allocates_no_more_than_one_that_is_not_once_the_buffer_is_there()
    {
        byte[] frame = Frames.Of(new GuestMessage { Init = new InitMessage { Stage = new string('s', 60_000) } });
        var decoder = new FrameDecoder();
        long Allocated(int cut)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadOnlySpan<byte> input = frame.AsSpan(0, cut);
            decoder.Decode(ref input, out _);
            input = frame.AsSpan(cut);
            decoder.Decode(ref input, out _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(cut: 100);
        Assert.Equal(Allocated(cut: 0), Allocated(cut: 100));
    }

    private static void DecodeAnnouncement(ReadOnlySpan<byte> announcement)
    {
        new FrameDecoder().Decode(ref announcement, out _);
    }
}
