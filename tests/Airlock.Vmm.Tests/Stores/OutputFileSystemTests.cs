using Airlock.Interop;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class OutputFileSystemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/proc/self/status")]
    [InlineData("/sys/kernel/uevent_seqnum")]
    public void A_file_of_the_kernels_is_no_place_for_an_image(string path) => RefusesKind(File.OpenHandle(path), path);

    /// <summary>It has the number of tmpfs, as /dev/shm has, where images may well be.</summary>
    [SkippableFact]
    public void A_new_file_among_the_devices_is_a_mistyped_name()
    {
        SafeFileHandle? file = OpenFile.TryOpen("/dev", LibC.O_TMPFILE | LibC.O_RDWR, 0x180, out _);
        Skip.If(file is null, "Only root makes files in /dev.");
        RefusesKind(file, "/dev/sdzz9");
    }

    [SkippableTheory]
    [InlineData("/dev/shm")]
    [InlineData("/tmp")]
    public void Memory_and_disks_are(string folder)
    {
        using SafeFileHandle? file = OpenFile.TryOpen(folder, LibC.O_TMPFILE | LibC.O_RDWR, 0x180, out _);
        Skip.If(file is null, $"There is no {folder} for nameless files.");
        new OutputFileSystem(file, "out").CheckKind();
    }

    [SkippableFact]
    public void Too_little_room_is_told_with_both_numbers()
    {
        using SafeFileHandle file = File.OpenHandle(_folder.Write("out", []));
        var output = new OutputFileSystem(file, "out");
        Skip.If(LibC.fstatfs(file, out LibC.StatFs status) != 0 || FileSystemType.IsUnforeseeable(status.f_type), "Nobody knows what fits here.");
        output.CheckSpace(0);
        var e = Assert.Throws<AirlockException>(() => output.CheckSpace(ulong.MaxValue));
        Assert.Equal(AirlockError.FileAccess, e.Error);
        Assert.Matches(
            "^The output 'out' needs 18446744073709551615 bytes, and its file system has [0-9]+ free; make room, or use --force if it will take less[.]$",
            e.Message);
    }

    /// <summary>By the numbers of linux/magic.h.</summary>
    [Fact]
    public void What_compresses_or_is_elsewhere_is_not_foreseen()
    {
        Assert.All([0x9123683eL, 0x2fc12fc1, 0xf2f52010, 0x6969, 0x65735546], type => Assert.True(FileSystemType.IsUnforeseeable(type)));
        Assert.All([0xef53L, 0x58465342, 0x01021994], type => Assert.False(FileSystemType.IsUnforeseeable(type)));
    }

    private static void RefusesKind(SafeFileHandle file, string path)
    {
        using (file)
        {
            var e = Assert.Throws<AirlockException>(() => new OutputFileSystem(file, path).CheckKind());
            Assert.Equal(
                (AirlockError.Usage, $"The output '{path}' would be a new file among the kernel's own, where no image is kept; check the name."),
                (e.Error, e.Message));
        }
    }
}
