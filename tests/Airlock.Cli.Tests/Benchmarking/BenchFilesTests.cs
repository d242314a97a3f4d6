using Airlock.Cli.Benchmarking;

namespace Airlock.Cli.Tests.Benchmarking;

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
        Assert.Equal(ExitCode.Usage, e.ExitCode);
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

    [Fact]
    public void A_file_with_holes_has_data_in_a_twentieth()
    {
        string path = Path.Combine(_folder, "holes");
        BenchInput.WriteSparse(path, 45 << 20, CancellationToken.None);
        byte[] all = File.ReadAllBytes(path);
        Assert.Equal(45 << 20, all.Length);
        bool[] isData = [.. all.Chunk(1 << 20).Select(block => block.AsSpan().ContainsAnyExcept((byte)0))];
        Assert.Equal([0, 20, 40], Enumerable.Range(0, isData.Length).Where(i => isData[i]));
    }

    [Fact]
    public void Making_input_ends_when_it_is_interrupted() => Assert.Throws<OperationCanceledException>(
        () => BenchInput.WriteRandom(Path.Combine(_folder, "in"), 1 << 30, new CancellationToken(canceled: true)));

    [Fact]
    public void What_fits_and_what_does_not()
    {
        Assert.StartsWith(
            $"1,000,000,000,000,000,000 bytes in {_folder} are needed, and only ",
            FreeSpace.Lack(_folder, 1_000_000_000_000_000_000), StringComparison.Ordinal);
        Assert.NotNull(FreeSpace.Lack(_folder, long.MaxValue));
    }
}
