using System;
using System.IO;
using System.Linq;
using Codec = Airlock.Guest.Messages;

namespace Airlock.Protocol.Tests;

/// <summary>The golden frames of tests/vectors, which other implementations use too.</summary>
public class VectorTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "vectors");

    public static TheoryData<string> Sound => NamesIn(s_folder);

    public static TheoryData<string> Malformed => NamesIn(Path.Combine(s_folder, "malformed"));

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_golden_frame_says_what_its_text_says(string name)
    {
        (string text, byte[] frame) = Read(name);
        GuestMessage message = Assert.Single(Frames.Decode(new FrameDecoder(), frame, 1));
        Assert.Equal(text, MessageText.Format(message));
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void Both_sides_write_a_golden_frame_byte_for_byte(string name)
    {
        (_, byte[] frame) = Read(name);
        GuestMessage message = Assert.Single(Frames.Decode(new FrameDecoder(), frame, frame.Length));
        Assert.Equal(frame, Frames.Of(message));

        byte[] buffer = new byte[frame.Length];
        Assert.True(Codec.Frame.TryEncode(CodecMapping.ToGuest(message), buffer, out int length));
        Assert.Equal(frame, buffer[..length]);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_frame_is_refused_by_both_sides(string name)
    {
        (string text, byte[] frame) = Read(Path.Combine("malformed", name));
        DecodeFailure? failure = Frames.FailureOf(new FrameDecoder(), frame);
        Assert.Equal(Enum.Parse<DecodeError>(text.Split(':')[0]), failure?.Error);
        Assert.Equal(
            Codec.FrameStatus.Malformed, Codec.Frame.TryDecode(frame, out Codec.GuestMessage _, out int consumed));
        Assert.Equal(0, consumed);
    }

    private static (string Text, byte[] Frame) Read(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_folder, name + ".hex"));
        string bytes = string.Concat(lines.Skip(1)).Replace(" ", "", StringComparison.Ordinal);
        return (lines[0]["# ".Length..], Convert.FromHexString(bytes));
    }

    private static TheoryData<string> NamesIn(string folder)
    {
        return [.. Directory.GetFiles(folder, "*.hex").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];
    }
}
