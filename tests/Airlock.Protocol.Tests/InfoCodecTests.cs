using System;
using Airlock.Abi.Wire;
using Airlock.Protocol.Tests;
using HostInfo = Airlock.Protocol.InfoResultMessage;
using HostMessage = Airlock.Protocol.GuestMessage;

namespace Airlock.Guest.Messages.Tests;

/// <summary>What an image is, on the side of the guest.</summary>
public class InfoCodecTests
{
    [Fact]
    public void Each_message_fits_into_a_frame_with_all_that_its_bounds_allow()
    {
        Assert.InRange(GuestMessage.MaxEncodedLength, InfoResultMessage.MaxEncodedLength, FrameFormat.MaxPayloadLength);
        Assert.InRange(VmmConfig.MaxEncodedLength, 1, BootConfigFormat.MaxFrameLength - FrameFormat.HeaderLength);
    }

    [Fact]
    public void A_full_message_takes_just_what_its_bounds_allow()
    {
        Refusal refusal = default;
        refusal.Reason = (RefusalClass)(-1);
        refusal.Format.TrySet(new byte[FixedString16.Capacity]);
        refusal.Field.TrySet(new byte[FixedString48.Capacity]);
        (refusal.Value, refusal.Limit, refusal.Offset) = (ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);
        refusal.Text.TrySet(new byte[FixedString256.Capacity]);
        refusal.Device.TrySet(new byte[FixedString8.Capacity]);
        byte[] frame = new byte[FrameFormat.HeaderLength + Refusal.MaxEncodedLength];
        Assert.True(Frame.TryEncode(in refusal, frame, out int length));
        Assert.Equal(frame.Length, length);
    }

    [Fact]
    public void A_part_is_there_only_when_it_says_so()
    {
        InfoResultMessage info = default;
        info.Format = "qcow2"u8;
        info.Qcow2Info.Compat = "1.1"u8;
        Assert.Equal(new HostInfo { Format = "qcow2" }, HostsOf(in info));
        info.HasQcow2Info = true;
        Assert.Equal(new HostInfo { Format = "qcow2", Qcow2Info = new() { Compat = "1.1" } }, HostsOf(in info));
    }

    [Fact]
    public void Lists_of_strings_keep_the_empty_ones()
    {
        InfoResultMessage info = default;
        Assert.True(info.AlsoLooksLike.TryAdd("iso"u8));
        Assert.True(info.AlsoLooksLike.TryAdd(""u8));
        Assert.True(info.AlsoLooksLike.TryAdd("mbr"u8));
        Assert.Equal(new HostInfo { AlsoLooksLike = { "iso", "", "mbr" } }, HostsOf(in info));
    }

    [Fact]
    public void An_unfit_string_in_a_list_makes_the_message_unfit()
    {
        InfoResultMessage info = default;
        Assert.True(info.AlsoLooksLike.TryAdd("more than sixteen"u8));
        Assert.False(Frame.TryEncode(in info, new byte[FrameFormat.MaxFrameLength], out _));
    }

    [Fact]
    public void A_list_longer_than_the_guest_holds_is_malformed()
    {
        var info = new HostInfo { AlsoLooksLike = { "1", "2", "3", "4", "5", "6", "7", "8" } };
        Assert.Equal(FrameStatus.Decoded, Frame.TryDecode(Frames.Of(info), out InfoResultMessage _, out _));
        info.AlsoLooksLike.Add("9");
        Assert.Equal(FrameStatus.Malformed, Frame.TryDecode(Frames.Of(info), out InfoResultMessage _, out _));
    }

    [Fact]
    public void Nothing_is_allocated_to_say_what_an_image_is()
    {
        byte[] frame = new byte[FrameFormat.MaxFrameLength];
        Encode(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Encode(frame);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Encode(byte[] frame)
    {
        InfoResultMessage info = default;
        info.BackingFile.TrySet("/etc/passwd"u8);
        info.HasConvertible = true;
        info.Convertible.Reason = RefusalClass.RefusalExternal;
        if (!Frame.TryEncode(Level.Info, in info, frame, out _))
        {
            throw new InvalidOperationException("The message doesn't fit.");
        }
    }

    private static HostInfo HostsOf(in InfoResultMessage info)
    {
        byte[] frame = new byte[FrameFormat.MaxFrameLength];
        Assert.True(Frame.TryEncode(Level.Info, in info, frame, out int length));
        var decoder = new Airlock.Protocol.FrameDecoder();
        ReadOnlySpan<byte> input = frame.AsSpan(0, length);
        Assert.Equal(Airlock.Protocol.DecodeStatus.Message, decoder.Decode(ref input, out HostMessage? message));
        return message!.InfoResult;
    }
}
