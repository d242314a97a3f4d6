using FsCheck.Xunit;

namespace Airlock.Memory.Tests;

public sealed class GuestMemoryViewTests : IDisposable
{
    private readonly GuestMemory _memory = GuestMemory.Allocate(0x2000);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_view_reads_and_writes_the_RAM_it_stands_for()
    {
        GuestMemoryView view = ViewOf(0x1000, 16);
        view.StoreRelease16(2, 0xbeef);
        view.StoreRelease32(4, 0x1234_5678);
        view.Write(8, 0x55aaUL);
        Assert.Equal(0xbeef, view.LoadAcquire16(2));
        Assert.Equal(0x1234_5678u, view.LoadAcquire32(4));
        Assert.True(_memory.TryRead(0x1002, out ushort direct));
        Assert.Equal(0xbeef, direct);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(uint.MaxValue)]
    public void A_step_out_of_a_view_throws(uint offset)
    {
        GuestMemoryView view = ViewOf(0x1000, 16);
        Assert.Throws<GuestMemoryException>(() => view.LoadAcquire16(offset));
        Assert.Throws<GuestMemoryException>(() => view.StoreRelease16(offset, 1));
        Assert.Throws<GuestMemoryException>(() => view.Read<ulong>(offset));
        Assert.Throws<GuestMemoryException>(() => view.Write(offset, 1UL));
    }

    [Fact]
    public void A_shared_field_that_is_not_aligned_could_tear_and_throws()
    {
        GuestMemoryView view = ViewOf(0x1000, 16); // RUSTSEC-2020-0157
        Assert.Throws<GuestMemoryException>(() => view.LoadAcquire16(1));
        Assert.Throws<GuestMemoryException>(() => view.StoreRelease32(2, 1));
        GuestMemoryView odd = ViewOf(0x1001, 16);
        Assert.Throws<GuestMemoryException>(() => odd.LoadAcquire16(0));
    }

    [Fact]
    public void A_view_outside_RAM_is_refused()
    {
        Assert.False(_memory.TryGetView(0x1fff, 2, out _));
        Assert.False(_memory.TryGetView(ulong.MaxValue, 1, out _));
    }

    [Fact]
    public void A_view_of_nothing_throws_and_does_not_crash() =>
        Assert.Throws<GuestMemoryException>(() => default(GuestMemoryView).LoadAcquire16(0));

    [Property]
    public bool An_access_works_exactly_inside_the_view(uint offset)
    {
        GuestMemoryView view = ViewOf(0x1000, 64);
        uint near = offset % 80;
        try
        {
            view.Write(near, 0UL);
            return near <= 56;
        }
        catch (GuestMemoryException)
        {
            return near > 56;
        }
    }

    private GuestMemoryView ViewOf(ulong address, uint length)
    {
        Assert.True(_memory.TryGetView(address, length, out GuestMemoryView view));
        Assert.Equal(length, view.Length);
        return view;
    }
}
