using Airlock.Vmm.Images;
using Airlock.Vmm.Tests.Stores;

namespace Airlock.Vmm.Tests.Images;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_is_called_by_the_name_of_its_file()
    {
        string path = _folder.Write("guest.elf", ElfBuilder.Sound().Build());
        Assert.Equal("guest.elf", GuestImage.Load(path).Name);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = _folder.PathOf("missing.bin");
        var e = Assert.Throws<GuestImageException>(() => GuestImage.Load(path));
        Assert.StartsWith($"The guest image '{path}' can't be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_image() => Assert.Throws<GuestImageException>(() => GuestImage.Load(_folder.Root));

    [Fact]
    public void A_file_of_more_than_64_MiB_is_not_even_read()
    {
        string path = _folder.Write("disk.img", []);
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(GuestImage.MaxFileLength + 1L);
        }

        var e = Assert.Throws<GuestImageException>(() => GuestImage.Load(path));
        Assert.Equal($"'{path}' is too large for a guest image (67108865 bytes).", e.Message);
    }
}
