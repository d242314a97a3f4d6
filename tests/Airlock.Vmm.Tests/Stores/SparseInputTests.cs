using Airlock.Virtio.Block;
using Airlock.Vmm.Stores;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Stores;

public sealed class SparseInputTests : IDisposable
{
    private const int BlockLength = 4096;

    private readonly TemporaryFolder _folder = new();
    private readonly List<StoreFailure> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 200)]
    public void Extents_follow_each_other_to_the_end_and_holes_hold_no_data((byte Block, byte Offset)[] writes, byte tail)
    {
        int length = 256 * BlockLength + tail;
        byte[] content = new byte[length];
        string path = _folder.PathOf("in");
        WriteSparse(path, length, writes.Select(write => write.Block * BlockLength + write.Offset * 16), content);

        using InputFile input = InputFile.Open(path);
        var store = new SparseInput(DiskOf(input), _failures.Add);
        ulong end = store.LengthInSectors * 512;
        ulong offset = 0;
        while (offset < end)
        {
            Assert.True(store.FindExtent(offset, out StoreExtent extent).IsOk);
            Assert.InRange(extent.Length, 512ul, end - offset);
            Assert.Equal(0ul, extent.Length % 512);
            if (extent.IsHole)
            {
                int inside = (int)(Math.Min(offset + extent.Length, (ulong)length) - offset);
                Assert.False(content.AsSpan((int)offset, inside).ContainsAnyExcept((byte)0));
            }

            offset += extent.Length;
        }

        Assert.Empty(_failures);
    }

    [Fact]
    public void A_file_without_blocks_is_one_hole()
    {
        string path = _folder.PathOf("in");
        WriteSparse(path, 700, [], new byte[700]);
        using InputFile input = InputFile.Open(path);
        Assert.True(input.HasHoles);
        Assert.True(new SparseInput(DiskOf(input), _failures.Add).FindExtent(512, out StoreExtent extent).IsOk);
        Assert.Equal(new StoreExtent(512, IsHole: true), extent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_file_that_is_all_data_has_no_holes(int length)
    {
        using InputFile input = InputFile.Open(_folder.Write("in", [.. Enumerable.Repeat((byte)1, length)]));
        Assert.False(input.HasHoles);
    }

    [Fact]
    public void Zeroes_that_were_written_are_no_hole()
    {
        using InputFile input = InputFile.Open(_folder.Write("in", new byte[100_000]));
        Assert.False(input.HasHoles);
    }

    [Fact]
    public void What_lies_behind_the_end_of_a_file_that_became_shorter_is_no_hole()
    {
        string path = _folder.PathOf("in");
        WriteSparse(path, 1 << 20, [0], new byte[1 << 20]);
        using InputFile input = InputFile.Open(path);
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1 << 19);
        }

        Assert.False(new SparseInput(DiskOf(input), _failures.Add).FindExtent(1 << 19, out _).IsOk);
        Assert.True(Assert.Single(_failures).IsFinal);
    }

    private static Disk DiskOf(InputFile input) => new()
    {
        Role = DiskRole.Input,
        Name = "input",
        Address = 0x1000_0000,
        Length = input.Length,
        File = input.Handle,
        TellsExtents = true,
    };

    /// <summary>Ones at some places of a file that has nothing else, and of its model.</summary>
    private static void WriteSparse(string path, int length, IEnumerable<int> positions, byte[] model)
    {
        using FileStream file = File.Create(path);
        file.SetLength(length);
        foreach (int position in positions)
        {
            file.Position = position;
            file.WriteByte(1);
            file.Flush();
            model[position] = 1;
        }
    }
}
