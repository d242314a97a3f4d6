using Airlock.Hypervisor.Process.Instructions;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

public sealed class GuestPagesTests : IDisposable
{
    private const PageRights Data = PageRights.Read | PageRights.Write;
    private const PageRights Program = PageRights.Read | PageRights.Execute;

    private readonly GuestMemory _memory = GuestMemory.Allocate(0x2_0000);
    private readonly GuestPages _pages;

    public GuestPagesTests() => _pages = new GuestPages(
        _memory,
        [
            new PageRange(0x1_0000, 0x2000, Program),
            new PageRange(0x1_2000, 0x1000, PageRights.Read),
            new PageRange(0x1_3000, 0x1000, Data),
            new PageRange(0x1_5000, 0xa000, Data),
            new PageRange(0x1_f000, 0x1000, Program),
        ]);

    [Theory]
    [InlineData(0x1_0000, 1)]
    [InlineData(0x1_1ffc, 8)]
    [InlineData(0x1_0000, 0x4000)]
    [InlineData(0x1_3fff, 1)]
    public void What_is_readable_can_be_read_across_ranges(ulong address, ulong length)
    {
        Assert.True(_pages.TryGetSpan(address, length, PageRights.Read, out Span<byte> span));
        Assert.Equal((int)length, span.Length);
    }

    [Theory]
    [InlineData(0xffff, 1)]
    [InlineData(0xffff, 2)]
    [InlineData(0x1_3fff, 2)]
    [InlineData(0x1_4000, 1)]
    [InlineData(0x1_ffff, 2)]
    [InlineData(0x2_0000, 1)]
    [InlineData(0x1_0000, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue, 8)]
    [InlineData(ulong.MaxValue - 7, 8)]
    [InlineData(0, 1)]
    public void What_is_not_mapped_can_not_be_read(ulong address, ulong length) =>
        Assert.False(_pages.TryGetSpan(address, length, PageRights.Read, out _));

    [Fact]
    public void Each_page_of_an_access_needs_the_right()
    {
        Assert.False(_pages.TryGetSpan(0x1_2ffc, 8, PageRights.Write, out _));
        Assert.True(_pages.TryGetSpan(0x1_3000, 8, PageRights.Write, out _));
        Assert.False(_pages.TryGetSpan(0x1_0000, 8, PageRights.Write, out _));
    }

    [Fact]
    public void Code_ends_where_executable_pages_end()
    {
        _memory.TryGetSpan(0x1_1ff0, 16, out Span<byte> span);
        span.Fill(0xf4);
        byte[] code = new byte[CodeReader.MaxLength];
        Assert.Equal(15, _pages.CopyCode(0x1_1ff1, code));
        Assert.Equal(14, _pages.CopyCode(0x1_1ff2, code));
        Assert.Equal(1, _pages.CopyCode(0x1_1fff, code));
        Assert.Equal(0xf4, code[0]);
        Assert.Equal(0, _pages.CopyCode(0x1_2000, code));
        Assert.Equal(3, _pages.CopyCode(0x1_fffd, code));
        Assert.Equal(0, _pages.CopyCode(0x2_0000, code));
        Assert.Equal(0, _pages.CopyCode(ulong.MaxValue, code));
    }

    public void Dispose() => _memory.Dispose();
}
