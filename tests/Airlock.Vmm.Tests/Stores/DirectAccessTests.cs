using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using FsCheck.Xunit;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class DirectAccessTests : IDisposable
{
    private const int PageSize = 4096;
    private const int Length = 40 * PageSize + 700;

    private readonly TemporaryFolder _folder = new();
    private readonly List<StoreFailure> _failures = [];

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 200)]
    public void Wherever_a_transfer_starts_and_ends_and_its_buffer_lies_it_is_whole(
        (ushort Sector, ushort Count, byte Misplaced, byte Value)[] writes)
    {
        byte[] model = new byte[Length];
        using var output = new BlankOrNot(File.OpenHandle(
            _folder.Write("out", model), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), isBlank: true);
        output.GoDirect();
        var store = new FileStore(output.Handle, Length, new WrittenRanges(), _failures.Add, output.Direct);
        int sectors = (int)store.LengthInSectors;
        foreach ((ushort first, ushort count, byte misplaced, byte value) in writes)
        {
            int sector = first % sectors;
            Span<byte> buffer = Buffer(Math.Min(count % sectors, sectors - sector) * 512, misplaced);
            buffer.Fill(value);
            Assert.True(store.Write((ulong)sector * 512, buffer).IsOk);
            model.AsSpan(sector * 512, Math.Min(buffer.Length, Length - sector * 512)).Fill(value);

            Span<byte> readBack = Buffer(buffer.Length, (byte)~misplaced);
            Assert.True(store.Read((ulong)sector * 512, readBack).IsOk);
            int inside = Math.Min(buffer.Length, Length - sector * 512);
            Assert.True(readBack[..inside].SequenceEqual(buffer[..inside]));
        }

        Assert.Empty(_failures);
        Assert.Equal(model, File.ReadAllBytes(_folder.PathOf("out")));
    }

    [Fact]
    public void Whole_pages_go_past_the_cache_and_their_edges_do_not()
    {
        using InputFile input = InputFile.Open(_folder.Write("in", new byte[Length]), direct: true);
        Span<byte> buffer = Buffer(3 * PageSize, misplaced: 0);
        Assert.Equal((PageSize - 512, false), Part(input, buffer, 512));
        Assert.Equal((3 * PageSize, true), Part(input, buffer, PageSize));
        Assert.Equal((2 * PageSize, true), Part(input, buffer[..^512], 0));
        Assert.Equal((512, false), Part(input, buffer[..512], 0));
    }

    [Fact]
    public void An_output_that_its_owner_may_not_open_keeps_its_mode()
    {
        using var folder = new OutputFolder();
        string path = folder.Files.Write("out", OutputFolder.Old);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        using OutputTarget output = OutputTarget.Open(path, folder.Input, OutputFolder.Length, new OutputRules(InPlace: false, Force: true));
        output.GoDirect();
        OutputFolder.Fill(output);
        output.Commit();
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(path));
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_system_without_direct_IO_is_a_usage_error()
    {
        var e = Assert.Throws<AirlockException>(() => InputFile.Open("/proc/version", direct: true));
        Assert.Equal(
            (AirlockError.Usage, "The file system of the input '/proc/version' can't do direct I/O (Invalid argument); leave out --direct for it."),
            (e.Error, e.Message));
    }

    private static (int Length, bool IsDirect) Part(InputFile input, Span<byte> buffer, ulong byteOffset)
    {
        SafeFileHandle file = input.Handle;
        int length = input.Direct!.PartOf(buffer, byteOffset, ref file);
        return (length, file != input.Handle);
    }

    /// <summary>Memory that starts so many times 16 bytes after a page.</summary>
    private static unsafe Span<byte> Buffer(int length, byte misplaced)
    {
        byte[] array = GC.AllocateArray<byte>(length + 2 * PageSize, pinned: true);

        // SAFETY: the array is pinned; its address is looked at and not used.
        fixed (byte* start = array)
        {
            int toPage = (int)((PageSize - (nuint)start % PageSize) % PageSize);
            return array.AsSpan(toPage + misplaced % 3 * 16, length);
        }
    }
}
