using System;
using System.IO;
using System.Linq;
using System.Threading;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

/// <summary>What the benchmark puts onto the user's disks, and that it goes away.</summary>
public sealed class BenchFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folders_are_gone_with_all_that_is_in_them()
    {
        using (var folders = new BenchFolders(new BenchOptions { Folder = _folder, Disk = _folder }))
        {
            Assert.NotEqual(folders.Memory, folders.Disk);
            File.WriteAllBytes(Path.Combine(folders.Memory, "in"), new byte[10]);
            File.WriteAllBytes(Path.Combine(folders.Disk, "out"), new byte[10]);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named_and_not_made()
    {
        string missing = Path.Combine(_folder, "missing");
        var options = new BenchOptions { Folder = _folder, Disk = missing };
        BenchException e = Assert.Throws<BenchException>(() => new BenchFolders(options).Dispose());
        Assert.Contains($"'{missing}'", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Random_input_grows_at_its_end()
    {
        string path = Path.Combine(_folder, "in");
        BenchInput.WriteRandom(path, 5_000, CancellationToken.None);
        byte[] first = File.ReadAllBytes(path);
        BenchInput.WriteRandom(path, 3_000_000, CancellationToken.None);
        byte[] all = File.ReadAllBytes(path);
        Assert.Equal(3_000_000, all.Length);
        Assert.Equal(first, all[..5_000]);
        Assert.InRange(all.Count(b => b == 0), 1, all.Length / 100); // as many as any other byte
    }

    [Theory]
    [InlineData(1 << 20, 20 << 20, 45 << 20)]
    [InlineData(4096, 8192, 100_000)]
    public void A_file_with_holes_has_data_at_the_start_of_each_period(int dataLength, int period, int length)
    {
        string path = Path.Combine(_folder, "holes");
        BenchInput.WriteSparse(path, length, new SparseShape(dataLength, period), CancellationToken.None);
        byte[] all = File.ReadAllBytes(path);
        Assert.Equal(length, all.Length);
        bool[] isData = [.. all.Chunk(dataLength).Select(block => block.AsSpan().ContainsAnyExcept((byte)0))];
        Assert.Equal([.. Enumerable.Range(0, isData.Length).Select(i => i % (period / dataLength) == 0)], isData);
    }

    [Fact]
    public void Making_input_ends_when_it_is_interrupted() => Assert.Throws<OperationCanceledException>(
        () => BenchInput.WriteRandom(Path.Combine(_folder, "in"), 1 << 30, new CancellationToken(canceled: true)));

    [Fact]
    public void What_fits_and_what_does_not()
    {
        Assert.StartsWith(
            $"Left out: 1,000,000,000,000,000,000 bytes in {_folder} are needed, and only ",
            FreeSpace.Lack(_folder, 1_000_000_000_000_000_000), StringComparison.Ordinal);
        Assert.NotNull(FreeSpace.Lack(_folder, long.MaxValue));
    }
}
