using Airlock.Testing;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>The files behind a request, as a run has them.</summary>
public sealed class StoreAllocationTests : IDisposable
{
    private const int Length = 1 << 20;
    private const int Chunk = 4096;

    private readonly TemporaryFolder _folder = new();
    private readonly List<StoreFailure> _failures = [];
    private readonly byte[] _buffer = new byte[Chunk];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_read_a_write_and_a_flush_allocate_nothing()
    {
        using SafeFileHandle file = Open();
        var store = new FileStore(file, Length, new WrittenRanges(), _failures.Add);
        AllocatesNothing(offset => store.Read(offset, _buffer).IsOk && store.Write(offset, _buffer).IsOk && (offset != 0 || store.Flush().IsOk));
    }

    [Fact]
    public void A_question_for_holes_allocates_nothing()
    {
        using SafeFileHandle file = Open();
        var store = new SparseInput(DiskOf(file, DiskRole.Input), _failures.Add);
        AllocatesNothing(offset => store.FindExtent(offset, out _).IsOk && store.Read(offset, _buffer).IsOk);
    }

    /// <summary>Where something was written before, so that each is a call.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Zeroes_allocate_nothing(bool isBlank)
    {
        using SafeFileHandle file = Open();
        var store = new ZeroableOutput(DiskOf(file, DiskRole.Output) with { IsBlank = isBlank }, new WrittenRanges(), _failures.Add);
        AllocatesNothing(offset => store.Write(offset, _buffer).IsOk
            && store.WriteZeroes(offset + 512, Chunk, mayUnmap: true).IsOk
            && store.WriteZeroes(offset, 512, mayUnmap: false).IsOk);
    }

    private void AllocatesNothing(Func<ulong, bool> request)
    {
        int done = 0, runs = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            runs++;
            for (ulong offset = 0; offset + (2 * Chunk) <= Length; offset += Chunk)
            {
                done += request(offset) ? 1 : 0;
            }
        }));

        // What had failed would have allocated nothing, too.
        Assert.Equal(runs * ((Length / Chunk) - 1), done);
        Assert.Empty(_failures);
    }

    private SafeFileHandle Open() =>
        File.OpenHandle(_folder.Write("disk", new byte[Length]), access: FileAccess.ReadWrite);

    private static Disk DiskOf(SafeFileHandle file, DiskRole role) => new()
    {
        Role = role,
        Name = DeviceNames.Output,
        Address = 0,
        Length = Length,
        File = file,
        TellsExtents = role == DiskRole.Input,
        TakesZeroes = role == DiskRole.Output,
    };
}
