using Airlock.Interop;
using Airlock.Virtio.Block;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class FileStoreReadTests : IDisposable
{
    private const int Eio = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly List<StoreFailure> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(512, 1)]
    [InlineData(513, 2)]
    [InlineData(ulong.MaxValue, 0x80_0000_0000_0000)]
    public void The_capacity_is_rounded_up_to_whole_sectors(ulong length, ulong sectors)
    {
        using SafeFileHandle file = Open(_folder.Write("in", []));
        Assert.Equal(sectors, new FileStore(file, length, written: null, _failures.Add).LengthInSectors);
    }

    [Fact]
    public void Sectors_are_read_where_they_are()
    {
        byte[] content = Pattern(2048);
        using SafeFileHandle file = Open(_folder.Write("in", content));
        byte[] buffer = new byte[1024];
        Assert.True(Store(file, 2048).Read(512, buffer).IsOk);
        Assert.Equal(content[512..1536], buffer);
    }

    [Fact]
    public void The_tail_of_the_last_sector_reads_as_zeros()
    {
        byte[] content = Pattern(700);
        using SafeFileHandle file = Open(_folder.Write("in", content));
        byte[] buffer = Enumerable.Repeat((byte)0xee, 1024).ToArray();
        Assert.True(Store(file, 700).Read(0, buffer).IsOk);
        Assert.Equal([.. content, .. new byte[1024 - 700]], buffer);
    }

    [Fact]
    public void What_the_file_has_grown_by_is_not_looked_at()
    {
        using SafeFileHandle file = Open(_folder.Write("in", Pattern(1024)));
        byte[] buffer = new byte[512];
        Assert.True(Store(file, 100).Read(0, buffer).IsOk);
        Assert.Equal(-1, buffer.AsSpan(100).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_file_that_became_shorter_fails_for_good()
    {
        using SafeFileHandle file = Open(_folder.Write("in", Pattern(600)));
        Assert.Equal(StoreResult.Failed(Eio), Store(file, 1024).Read(0, new byte[1024]));

        StoreFailure failure = Assert.Single(_failures);
        Assert.Equal(new StoreFailure("read", 600, Errno: 0), failure);
        Assert.True(failure.IsFinal);
        Assert.Equal("the input became shorter while it was read (nothing at byte 600)", failure.Describe());
    }

    [Fact]
    public void A_read_that_the_system_refuses_is_told_with_its_place()
    {
        const int ebadf = 9;
        string path = _folder.Write("in", Pattern(1024));
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        Assert.Equal(StoreResult.Failed(ebadf), Store(file, 1024).Read(512, new byte[512]));

        StoreFailure failure = Assert.Single(_failures);
        Assert.Equal(new StoreFailure("read", 512, ebadf), failure);
        Assert.False(failure.IsFinal);
        Assert.Equal("the read at byte 512 failed: Bad file descriptor", failure.Describe());
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)(i % 251 + 1))];

    private static SafeFileHandle Open(string path) => File.OpenHandle(path);

    private FileStore Store(SafeFileHandle file, ulong length) => new(file, length, written: null, _failures.Add);
}
