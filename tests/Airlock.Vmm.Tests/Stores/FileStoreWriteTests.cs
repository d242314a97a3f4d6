using Airlock.Interop;
using Airlock.Virtio.Block;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class FileStoreWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WrittenRanges _written = new();
    private readonly List<StoreFailure> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sectors_are_written_where_they_belong_and_noted()
    {
        string path = _folder.Write("out", new byte[1536]);
        using (SafeFileHandle file = Open(path))
        {
            FileStore store = Store(file, 1536);
            Assert.False(store.IsReadOnly);
            Assert.True(store.Write(512, Ones(512)).IsOk);
            Assert.False(_written.Cover(new DiskPart(0, 1536)));
            Assert.True(store.Write(0, Ones(512)).IsOk);
            Assert.True(store.Write(1024, Ones(512)).IsOk);
            Assert.True(store.Flush().IsOk);
        }

        Assert.Equal(Ones(1536), File.ReadAllBytes(path));
        Assert.True(_written.Cover(new DiskPart(0, 1536)));
        Assert.Empty(_failures);
    }

    [Fact]
    public void What_is_written_behind_the_end_of_the_file_is_dropped()
    {
        string path = _folder.Write("out", new byte[700]);
        using (SafeFileHandle file = Open(path))
        {
            Assert.True(Store(file, 700).Write(0, Ones(1024)).IsOk);
        }

        Assert.Equal(Ones(700), File.ReadAllBytes(path));
        Assert.True(_written.Cover(new DiskPart(0, 700)));
    }

    [Fact]
    public void A_store_without_a_note_of_what_is_written_is_read_only()
    {
        const int erofs = 30;
        string path = _folder.Write("in", new byte[512]);
        using (SafeFileHandle file = Open(path))
        {
            var store = new FileStore(file, 512, written: null, _failures.Add);
            Assert.True(store.IsReadOnly);
            Assert.Equal(StoreResult.Failed(erofs), store.Write(0, Ones(512)));
            Assert.True(store.Flush().IsOk);
        }

        Assert.Equal(new byte[512], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_full_disk_fails_for_good_and_nothing_counts_as_written()
    {
        const int enospc = 28;
        using SafeFileHandle? full = OpenFile.TryOpen("/dev/full", LibC.O_WRONLY, 0, out _);
        Assert.Equal(StoreResult.Failed(enospc), Store(full!, 512).Write(0, Ones(512)));

        StoreFailure failure = Assert.Single(_failures);
        Assert.Equal(new StoreFailure("write", 0, enospc), failure);
        Assert.True(failure.IsFinal);
        Assert.False(_written.Cover(new DiskPart(0, 512)));
    }

    [Fact]
    public void A_flush_that_fails_is_told()
    {
        using SafeFileHandle? device = OpenFile.TryOpen("/dev/null", LibC.O_WRONLY, 0, out _);
        Assert.False(Store(device!, 512).Flush().IsOk); // a character device has no fdatasync
        Assert.Equal("flush", Assert.Single(_failures).Operation);
    }

    private static byte[] Ones(int length) => [.. Enumerable.Repeat((byte)1, length)];

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);

    private FileStore Store(SafeFileHandle file, ulong length) => new(file, length, _written, _failures.Add);
}
