using System;
using System.Text.Unicode;
using Airlock.Protocol.Tests;
using FsCheck.Xunit;
using Google.Protobuf;
using HostConfig = Airlock.Protocol.VmmConfig;
using HostDevice = Airlock.Protocol.DeviceConfig;

namespace Airlock.Guest.Messages.Tests;

/// <summary>The guest's codec by itself: its bounds.</summary>
public class GuestCodecTests
{
    [Fact]
    public void A_string_that_is_too_long_is_never_cut_off_silently()
    {
        FixedString32 text = "123456789.123456789.123456789.123"u8;
        Assert.True(text.IsUnfit);
        Assert.Equal(0, text.Bytes.Length);
        Assert.False(text.Is(""u8));

        var message = new ProgressMessage { Operation = text };
        Assert.False(Frame.TryEncode(Level.Progress, in message, new byte[128], out int length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void A_string_that_is_not_utf8_cannot_be_sent()
    {
        var message = new ProgressMessage { Operation = "\xff"u8[1..] };
        Assert.True(message.Operation.IsUnfit);
        Assert.False(Frame.TryEncode(GuestMessage.Of(Level.Progress, in message), new byte[512], out _));
    }

    [Fact]
    public void A_string_can_be_set_again()
    {
        FixedString32 text = "123456789.123456789.123456789.12"u8;
        Assert.Equal(FixedString32.Capacity, text.Bytes.Length);
        Assert.False(text.TrySet(new byte[33]));
        Assert.True(text.TrySet("short"u8));
        Assert.True(text.Is("short"u8));
        Assert.False(text.Is("shore"u8));
        Assert.False(text.Is("shorter"u8));
    }

    [Fact]
    public void A_string_longer_than_the_guest_holds_is_malformed()
    {
        byte[] frame = Frames.Of(new HostConfig { Devices = { new HostDevice { Name = new string('n', 33) } } });
        Assert.Equal(FrameStatus.Malformed, Frame.TryDecode(frame, out VmmConfig _, out int consumed));
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void More_devices_than_the_guest_holds_are_malformed()
    {
        var config = new HostConfig();
        for (int i = 0; i < DeviceConfigList8.Capacity; i++)
        {
            config.Devices.Add(new HostDevice { Name = $"device{i}" });
        }

        Assert.Equal(FrameStatus.Decoded, Frame.TryDecode(Frames.Of(config), out VmmConfig full, out _));
        Assert.Equal(8, full.Devices.Count);
        Assert.True(full.Devices.Items[7].Name.Is("device7"u8));
        Assert.False(full.Devices.TryAdd(default));

        config.Devices.Add(new HostDevice());
        Assert.Equal(FrameStatus.Malformed, Frame.TryDecode(Frames.Of(config), out VmmConfig _, out _));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16383)]
    [InlineData(16384)]
    public void A_long_message_inside_another_makes_room_for_its_length(int contentLength)
    {
        const uint Tag = 10;
        int needed = 1 + CodedOutputStream.ComputeLengthSize(contentLength) + contentLength;
        byte[] buffer = new byte[needed];
        Assert.False(TryWriteMessage(buffer.AsSpan(0, needed - 1), Tag, contentLength));
        Assert.True(TryWriteMessage(buffer, Tag, contentLength));

        byte[] content = new byte[contentLength];
        var writer = new WireWriter(content);
        WriteContent(ref writer, contentLength);
        var input = new CodedInputStream(buffer);
        Assert.Equal(Tag, input.ReadTag());
        Assert.Equal(content, input.ReadBytes().ToByteArray());
    }

    [Property(MaxTest = 20_000)]
    public void Utf8_is_told_from_other_bytes(byte[] text)
    {
        Assert.Equal(IsUtf8(text), Utf8Check.IsValid(text));
    }

    [Fact]
    public void Each_start_of_a_utf8_sequence_is_judged_right()
    {
        byte[] text = new byte[4];
        for (int i = 0; i <= 0xffffff; i += 5)
        {
            (text[0], text[1]) = ((byte)(0xc0 | (i >> 18)), (byte)(i >> 10));
            (text[2], text[3]) = ((byte)(i >> 2), (byte)(0x7e + (i & 3)));
            Assert.Equal(IsUtf8(text), Utf8Check.IsValid(text));
            Assert.Equal(IsUtf8(text.AsSpan(0, 3)), Utf8Check.IsValid(text.AsSpan(0, 3)));
            Assert.Equal(IsUtf8(text.AsSpan(0, 2)), Utf8Check.IsValid(text.AsSpan(0, 2)));
        }
    }

    [Fact]
    public void Nothing_is_allocated_to_send_or_to_read_a_message()
    {
        SendAndRead();
        long before = GC.GetAllocatedBytesForCurrentThread();
        SendAndRead();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void SendAndRead()
    {
        var progress = new ProgressMessage { Operation = "copy"u8, Current = 11, Total = 50, Percent = 22 };
        Span<byte> buffer = stackalloc byte[128];
        bool isWritten = Frame.TryEncode(Level.Progress, in progress, buffer, out int length);
        FrameStatus status = Frame.TryDecode(buffer[..length], out GuestMessage message, out _);
        if (!isWritten || status != FrameStatus.Decoded || message.Progress.Current != 11)
        {
            throw new InvalidOperationException("The message didn't come through.");
        }
    }

    private static bool TryWriteMessage(Span<byte> buffer, uint tag, int contentLength)
    {
        var writer = new WireWriter(buffer);
        int start = writer.BeginMessage(tag);
        WriteContent(ref writer, contentLength);
        writer.EndMessage(start);
        return writer.Succeeded;
    }

    /// <summary>Fields that take so many bytes together.</summary>
    private static void WriteContent(ref WireWriter writer, int length)
    {
        const uint Tag = 8;
        if (length % 2 == 1)
        {
            writer.WriteNumber(Tag, 0x80);
            length -= 3;
        }

        for (; length > 0; length -= 2)
        {
            writer.WriteNumber(Tag, (ulong)(length / 2 % 0x7f) + 1);
        }
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text) => Utf8.IsValid(text);
}
