using System.Linq;
using System.Text;
using FsCheck.Xunit;

namespace Airlock.Protocol.Tests;

public class EscapedTextTests
{
    [Theory]
    [InlineData("plain text, 100% = ~ok~", "plain text, 100% = ~ok~")]
    [InlineData("Gerät 入力 🦆", "Gerät 入力 🦆")]
    [InlineData("a\nb\rc\td", "a\\nb\\rc\\td")]
    [InlineData("\u001b[31mred", "\\x1b[31mred")]
    [InlineData("\0\a\u007f", "\\x00\\x07\\x7f")]
    [InlineData("\u0085\u009b2J", "\\u{0085}\\u{009b}2J")]
    [InlineData("C:\\x1b", "C:\\\\x1b")]
    [InlineData("\u202egnp.exe", "\\u{202e}gnp.exe")]
    [InlineData("\u2066\u2069\u200b\u200e\ufeff\u061c", "\\u{2066}\\u{2069}\\u{200b}\\u{200e}\\u{feff}\\u{061c}")]
    [InlineData("a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c")]
    [InlineData("\U000e0041\ue000", "\\u{e0041}\\u{e000}")]
    [InlineData("", "")]
    public void Text_is_escaped(string text, string expected)
    {
        Assert.Equal(expected, EscapedText.Escape(text));
        Assert.Equal(expected, EscapedText.Escape(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_escaped()
    {
        Assert.Equal("a\\u{d83e}b", EscapedText.Escape("a\ud83eb"));
    }

    [Fact]
    public void A_surrogate_that_stands_for_a_byte_of_a_files_name_is_that_byte()
    {
        Assert.Equal("a\\xffb\\x80", EscapedText.Escape("a\udcffb\udc80"));
        Assert.Equal("\\u{dc7f}\\u{dd00}", EscapedText.Escape("\udc7f\udd00"));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_escaped_one_by_one()
    {
        Assert.Equal("a\\xffb\\xe5\\x85", EscapedText.Escape([0x61, 0xff, 0x62, 0xe5, 0x85]));
        Assert.Equal("\\xc0\\x80\\xed\\xa0\\x80", EscapedText.Escape([0xc0, 0x80, 0xed, 0xa0, 0x80]));
    }

    [Property(MaxTest = 5000)]
    public void Nothing_that_acts_on_a_terminal_comes_out(byte[] text)
    {
        string escaped = EscapedText.Escape(text);
        Assert.DoesNotContain(escaped, char.IsControl);
        Assert.DoesNotContain('\ufffd', escaped.Except(Encoding.UTF8.GetString(text)));
    }

    [Property(MaxTest = 2000)]
    public void Different_texts_stay_different(byte[] one, byte[] other)
    {
        Assert.Equal(one.SequenceEqual(other), EscapedText.Escape(one) == EscapedText.Escape(other));
    }
}
