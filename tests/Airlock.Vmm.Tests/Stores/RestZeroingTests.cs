using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>What lies behind an image, in a file that stands for a device.</summary>
public sealed class RestZeroingTests : IDisposable
{
    private const int Piece = 16 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(700, 100)]
    [InlineData(700, 10_000)]
    [InlineData(4096, 4096)]
    [InlineData(5000, Piece + 5000)]
    public void It_is_zeroed_from_the_images_last_byte_on(int start, int length)
    {
        using SafeFileHandle file = Open(start + length + 300);
        Assert.Equal(0, RestZeroing.Run(file, new DeviceRest((ulong)start, (ulong)length), () => false));
        byte[] after = File.ReadAllBytes(_folder.PathOf("device"));
        Assert.Equal(-1, after.AsSpan(0, start).IndexOfAnyExcept((byte)0xa5));
        Assert.Equal(-1, after.AsSpan(start, length).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, after.AsSpan(start + length).IndexOfAnyExcept((byte)0xa5));
    }

    [Fact]
    public void It_ends_between_two_pieces_when_it_is_stopped()
    {
        using SafeFileHandle file = Open(3 * Piece);
        int asked = 0;
        Assert.Equal(0, RestZeroing.Run(file, new DeviceRest(0, 3 * Piece), () => ++asked == 2));
        byte[] after = File.ReadAllBytes(_folder.PathOf("device"));
        Assert.Equal(Piece, after.AsSpan().IndexOf((byte)0xa5));
        Assert.Equal(-1, after.AsSpan(Piece).IndexOfAnyExcept((byte)0xa5));
    }

    [Fact]
    public void What_keeps_it_from_being_zeroed_is_told()
    {
        using SafeFileHandle file = File.OpenHandle(_folder.Write("device", new byte[5000]), access: FileAccess.Read);
        Assert.NotEqual(0, RestZeroing.Run(file, new DeviceRest(4096, 904), () => false));
    }

    [Fact]
    public void A_file_has_nothing_behind_the_image()
    {
        using SafeFileHandle file = Open(5000);
        Assert.Null(DeviceRest.Of(file, 1000));
    }

    private SafeFileHandle Open(int length)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(0xa5);
        return File.OpenHandle(_folder.Write("device", content), access: FileAccess.ReadWrite);
    }
}
