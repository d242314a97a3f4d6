using Airlock.Interop;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Names are bytes, on their way through strings, too.</summary>
public sealed class PathBytesTests
{
    [Property(MaxTest = 1000)]
    public void Any_name_comes_back_as_it_was(byte[] name)
    {
        byte[] whole = [.. name.Where(each => each != 0)];
        Assert.Equal([.. whole, 0], PathBytes.Encode(PathBytes.Decode(whole)));
    }

    [Fact]
    public void What_is_UTF_8_is_text() => Assert.Equal("a\u00e9\u20ac\U0001f600", PathBytes.Decode("a\u00e9\u20ac\U0001f600"u8));

    [Fact]
    public void A_byte_that_is_no_UTF_8_is_a_surrogate_of_its_own() =>
        Assert.Equal("a\udcff\udcc3b", PathBytes.Decode([(byte)'a', 0xff, 0xc3, (byte)'b']));

    [Fact]
    public void What_no_file_is_called_is_refused_and_becomes_no_other_name() => Assert.All(
        ["a\0b", "a\ud800b", "\udc7f", "\udc00", "\udd00"],
        name =>
        {
            Assert.False(PathBytes.IsName(name));
            Assert.Throws<ArgumentException>(() => PathBytes.Encode(name));
        });
}
