using Microsoft.Win32.SafeHandles;

namespace Airlock.Memory.Tests;

public sealed class SharedMemoryTests : IDisposable
{
    private const ulong Size = 0x4000;

    private readonly GuestMemory _memory = GuestMemory.AllocateShared(Size);

    private SafeFileHandle File => _memory.SharedFile!;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void What_is_written_to_RAM_is_in_the_file_and_the_other_way_round()
    {
        Assert.Equal((long)Size, RandomAccess.GetLength(File));
        Assert.True(_memory.TryWrite(0x1001, 0x1122_3344_5566_7788UL));
        byte[] bytes = new byte[8];
        Assert.Equal(8, RandomAccess.Read(File, bytes, 0x1001));
        Assert.Equal(0x1122_3344_5566_7788UL, BitConverter.ToUInt64(bytes));

        RandomAccess.Write(File, [42], 0x3fff);
        Assert.True(_memory.TryRead(0x3fff, out byte last));
        Assert.Equal(42, last);
    }

    [Theory]
    [InlineData((long)Size - 1)]
    [InlineData((long)Size + 1)]
    [InlineData(0)]
    public void RAM_stays_as_long_as_it_is(long length)
    {
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(File, length));
        Assert.Equal((long)Size, RandomAccess.GetLength(File));
    }

    [Fact]
    public void The_file_goes_with_the_last_reference_to_the_mapping()
    {
        SafeFileHandle file = File;
        bool referenced = false;
        _memory.Mapping.DangerousAddRef(ref referenced);
        _memory.Dispose();
        Assert.False(file.IsClosed);
        _memory.Mapping.DangerousRelease();
        Assert.True(file.IsClosed);
    }

    [Fact]
    public void Other_RAM_has_no_file()
    {
        using GuestMemory memory = GuestMemory.Allocate(Size);
        Assert.Null(memory.SharedFile);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1001)]
    [InlineData(0x8000_0000)]
    public void A_length_that_RAM_cannot_have_is_refused(ulong length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestMemory.AllocateShared(length).Dispose());
}
