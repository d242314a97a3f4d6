using Airlock.Vmm.Stores;
using FsCheck.Xunit;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class ZeroableOutputTests : IDisposable
{
    private const int Sectors = 64;
    private const int Length = Sectors * 512;

    private readonly TemporaryFolder _folder = new();
    private readonly WrittenRanges _written = new();
    private readonly List<StoreFailure> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 300)]
    public void Writes_and_zeroes_in_any_order_leave_what_a_plain_array_would(
        bool isBlank, (byte Sector, byte Count, byte What)[] steps)
    {
        byte[] model = new byte[Length];
        model.AsSpan().Fill(isBlank ? (byte)0 : (byte)0xff);
        using OutputTarget output = Open(model, isBlank);
        var written = new WrittenRanges();
        var store = new ZeroableOutput(DiskOf(output), written, _failures.Add);
        foreach ((byte first, byte count, byte what) in steps)
        {
            int offset = first % Sectors * 512;
            int length = Math.Min(count % Sectors * 512, Length - offset);
            Span<byte> range = model.AsSpan(offset, length);
            range.Fill(what % 2 == 0 ? (byte)0 : what);
            bool isOk = what % 2 == 0
                ? store.WriteZeroes((ulong)offset, (ulong)length, mayUnmap: what % 4 == 0).IsOk
                : store.Write((ulong)offset, range).IsOk;
            Assert.True(isOk);
        }

        byte[] content = new byte[Length];
        RandomAccess.Read(output.Handle, content, 0);
        Assert.Equal(model, content);
        Assert.Empty(_failures);
    }

    [Fact]
    public void In_a_new_file_zeroes_take_no_space_and_count_as_written()
    {
        using OutputTarget output = Open(new byte[Length], isBlank: true);
        Assert.True(Zeroable(output).WriteZeroes(0, Length, mayUnmap: true).IsOk);
        Assert.Equal(Length, RandomAccess.GetLength(output.Handle));
        Assert.True(FileIdentity.Of(output.Handle).IsThin);
        Assert.True(_written.Cover(new DiskPart(0, Length)));
    }

    [Fact]
    public void Zeroes_over_what_was_written_free_its_space()
    {
        using OutputTarget output = Open(new byte[Length], isBlank: true);
        ZeroableOutput store = Zeroable(output);
        Assert.True(store.Write(0, Ones()).IsOk);
        Assert.False(FileIdentity.Of(output.Handle).IsThin);
        Assert.True(store.WriteZeroes(4096, Length - 4096, mayUnmap: true).IsOk);
        Assert.True(FileIdentity.Of(output.Handle).IsThin);
    }

    [Fact]
    public void Zeroes_that_must_not_be_unmapped_keep_their_space()
    {
        using OutputTarget output = Open(Ones(), isBlank: false);
        Assert.True(Zeroable(output).WriteZeroes(0, Length, mayUnmap: false).IsOk);
        Assert.False(FileIdentity.Of(output.Handle).IsThin);
        Assert.True(_written.Cover(new DiskPart(0, Length)));
    }

    [Fact]
    public void What_can_not_be_freed_is_written()
    {
        // A character device knows neither way of fallocate(2).
        using var output = new BlankOrNot(File.OpenHandle("/dev/null", access: FileAccess.ReadWrite), isBlank: false);
        Assert.True(Zeroable(output).WriteZeroes(0, Length, mayUnmap: true).IsOk);
        Assert.True(_written.Cover(new DiskPart(0, Length)));
        Assert.Empty(_failures);
    }

    /// <summary>On a device there is more of it, which isn't the input's business.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Zeroes_end_where_the_input_ends(bool mayUnmap)
    {
        const int length = 8100, sectorsEnd = 8192;
        using OutputTarget output = Open(Ones(), isBlank: false);
        var store = new ZeroableOutput(DiskOf(output) with { Length = length }, _written, _failures.Add);
        Assert.True(store.WriteZeroes(0, sectorsEnd, mayUnmap).IsOk);
        byte[] content = File.ReadAllBytes(_folder.PathOf("out"));
        Assert.Equal(new byte[length], content[..length]);
        Assert.Equal(Ones()[length..], content[length..]);
        Assert.True(_written.Cover(new DiskPart(0, sectorsEnd)));
    }

    [Fact]
    public void A_disk_that_takes_no_zeroes_fails_the_request()
    {
        const int enospc = 28;
        using var output = new BlankOrNot(File.OpenHandle("/dev/full", access: FileAccess.ReadWrite), isBlank: false);
        Assert.False(Zeroable(output).WriteZeroes(0, Length, mayUnmap: true).IsOk);
        Assert.Equal(enospc, Assert.Single(_failures).Errno);
        Assert.False(_written.Cover(new DiskPart(0, 1)));
    }

    private static byte[] Ones() => [.. Enumerable.Repeat((byte)1, Length)];

    /// <summary>A file with that in it; a blank one has no blocks.</summary>
    private BlankOrNot Open(byte[] content, bool isBlank)
    {
        SafeFileHandle file = File.OpenHandle(_folder.PathOf("out"), FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, content.Length);
        if (!isBlank)
        {
            RandomAccess.Write(file, content, 0);
        }

        return new BlankOrNot(file, isBlank);
    }

    private ZeroableOutput Zeroable(OutputTarget output) => new(DiskOf(output), _written, _failures.Add);

    private static Disk DiskOf(OutputTarget output) => new()
    {
        Role = DiskRole.Output,
        Name = "output",
        Address = 0x1000_1000,
        Length = Length,
        File = output.Handle,
        Direct = output.Direct,
        TakesZeroes = true,
        IsBlank = output.IsBlank,
    };
}
