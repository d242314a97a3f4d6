using FsCheck.Xunit;

namespace Airlock.Memory.Tests;

public sealed class GuestMemoryTests : IDisposable
{
    private const ulong Size = 0x4000;

    private readonly GuestMemory _memory = GuestMemory.Allocate(Size);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0, 0x4000)]
    [InlineData(0x3fff, 1)]
    [InlineData(0x4000, 0)]
    [InlineData(0x1234, 0x100)]
    public void A_range_inside_RAM_gives_a_span_of_just_its_length(ulong address, ulong length)
    {
        Assert.True(_memory.TryGetSpan(address, length, out Span<byte> span));
        Assert.Equal((int)length, span.Length); // RUSTSEC-2023-0056
    }

    [Theory]
    [InlineData(0x4000, 1)]
    [InlineData(0x3fff, 2)] // CVE-2019-18960: the start is inside, the end isn't
    [InlineData(0, 0x4001)]
    [InlineData(0x4001, 0)]
    [InlineData(0xffff_ffff_ffff_ff00, 512)] // openvmm#4047: start + length wraps
    [InlineData(1, ulong.MaxValue)]
    [InlineData(0x1000, 0xffff_ffff_ffff_f000)] // the sum is 0
    [InlineData(0x1000_0000, 4)] // a device window is no buffer
    public void A_range_that_leaves_RAM_is_refused(ulong address, ulong length)
    {
        Assert.False(_memory.TryGetSpan(address, length, out Span<byte> span));
        Assert.True(span.IsEmpty);
        Assert.False(_memory.Contains(address, length));
    }

    [Property]
    public bool A_span_is_given_exactly_when_all_of_it_lies_in_RAM(ulong address, ulong length)
    {
        ulong nearAddress = address % (Size + 16);
        ulong nearLength = length % (Size + 16);
        return Agrees(address, length) && Agrees(nearAddress, nearLength) && Agrees(nearAddress, length);
    }

    [Fact]
    public void New_RAM_is_zero()
    {
        Assert.True(_memory.TryGetSpan(0, Size, out Span<byte> all));
        Assert.Equal(-1, all.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_structure_is_copied_in_and_out_at_any_alignment()
    {
        Assert.True(_memory.TryWrite(0x1001, 0x1122_3344_5566_7788UL));
        Assert.True(_memory.TryRead(0x1001, out ulong copy));
        Assert.Equal(0x1122_3344_5566_7788UL, copy);
        Assert.True(_memory.TryRead(0x1001, out byte first));
        Assert.Equal(0x88, first);
    }

    [Fact]
    public void A_structure_across_the_end_is_neither_read_nor_written()
    {
        Assert.False(_memory.TryWrite(Size - 4, ulong.MaxValue));
        Assert.True(_memory.TryRead(Size - 4, out uint rest));
        Assert.Equal(0u, rest);
        Assert.False(_memory.TryRead<ulong>(Size - 4, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1001)]
    [InlineData(0x8000_0000)]
    public void A_length_that_RAM_cannot_have_is_refused(ulong length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestMemory.Allocate(length).Dispose());

    [Fact]
    public void RAM_costs_host_memory_only_where_it_is_touched()
    {
        using GuestMemory large = GuestMemory.Allocate(0x4000_0000);
        long before = Environment.WorkingSet;
        Assert.True(large.TryWrite(0x2000_0000, 1UL));
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 0x1000_0000);
    }

    [Fact]
    public void Disposed_RAM_gives_nothing_away()
    {
        GuestMemory memory = GuestMemory.Allocate(Size);
        memory.Dispose();
        memory.Dispose();
        Assert.False(memory.TryGetSpan(0, 1, out _));
        Assert.False(memory.TryGetView(0, 1, out _));
        Assert.False(memory.TryRead<byte>(0, out _));
        Assert.False(memory.TryUseLargePages());
    }

    [Fact]
    public unsafe void A_reference_to_the_mapping_outlives_Dispose()
    {
        GuestMemory memory = GuestMemory.Allocate(Size);
        Assert.True(memory.TryWrite(0, 42));
        byte* start = null;
        memory.Mapping.AcquirePointer(ref start);
        memory.Dispose();
        Assert.Equal(42, *start);
        memory.Mapping.ReleasePointer();
    }

    [Fact]
    public void What_the_VMM_hides_is_no_buffer_and_only_the_VMM_reads_it()
    {
        Assert.True(_memory.TryWrite(0xff8, 7UL));
        _memory.HideBelow(0x1000);
        Assert.False(_memory.Contains(0xfff, 1));
        Assert.False(_memory.TryGetSpan(0xfff, 2, out _));
        Assert.False(_memory.TryGetView(0, 0x2000, out _));
        Assert.False(_memory.TryWrite(0xff8, 8UL));
        Assert.True(_memory.Contains(0x1000, 1));
        Assert.True(_memory.TryReadHidden(0xff8, out ulong hidden));
        Assert.Equal(7UL, hidden);
        Assert.False(_memory.TryReadHidden(Size - 4, out ulong _));
        Assert.False(_memory.TryReadHidden(ulong.MaxValue, out ulong _));
    }

    [Theory]
    [InlineData(0x1fff, 1, true)]
    [InlineData(0x1fff, 2, false)]
    [InlineData(0x2000, 1, false)]
    [InlineData(0x2fff, 1, false)]
    [InlineData(0x2fff, 0x1001, false)]
    [InlineData(0x3000, 0x1000, true)]
    [InlineData(0, 0x4000, false)]
    [InlineData(0, ulong.MaxValue, false)]
    [InlineData(0x2800, 0xffff_ffff_ffff_f000, false)] // the sum is below the page
    [InlineData(ulong.MaxValue, 0x2000, false)]
    public void A_page_that_is_hidden_is_no_part_of_a_buffer(ulong address, ulong length, bool expected)
    {
        Assert.True(_memory.TryWrite(0x2000, 7UL));
        _memory.Hide(0x2000, 0x1000);
        Assert.Equal(expected, _memory.Contains(address, length));
        Assert.Equal(expected, _memory.TryGetSpan(address, length, out _));
        Assert.True(_memory.TryReadHidden(0x2000, out ulong hidden));
        Assert.Equal(7UL, hidden);
    }

    [Theory]
    [InlineData(0x4000, 1)]
    [InlineData(0x3000, 0x1001)]
    [InlineData(0, 0)]
    [InlineData(0xffff_ffff_ffff_f000, 0x1000)] // the sum is 0
    [InlineData(0x1000, ulong.MaxValue)]
    public void What_does_not_lie_in_RAM_cannot_be_hidden(ulong address, ulong length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.Hide(address, length));

    [Fact]
    public void A_second_page_is_not_hidden_at_the_cost_of_the_first()
    {
        _memory.Hide(0x1000, 0x1000);
        Assert.Throws<InvalidOperationException>(() => _memory.Hide(0x3000, 0x1000));
        Assert.False(_memory.Contains(0x1000, 1));
    }

    private bool Agrees(ulong address, ulong length)
    {
        bool expected = (UInt128)address + length <= Size;
        return _memory.TryGetSpan(address, length, out Span<byte> span) == expected
            && span.Length == (expected ? (int)length : 0);
    }
}
