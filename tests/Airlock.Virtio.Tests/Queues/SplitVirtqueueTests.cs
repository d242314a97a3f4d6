using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Tests.Queues;

public sealed class SplitVirtqueueTests : IDisposable
{
    private const ushort Size = 8;
    private const ulong Buffer = 0x8000;

    private readonly GuestMemory _memory = GuestMemory.Allocate(0x10000);
    private readonly RingBuilder _ring;
    private readonly SplitVirtqueue _queue;
    private readonly DescriptorChain _chain = new();

    public SplitVirtqueueTests()
    {
        _ring = new RingBuilder(_memory, 0x1000, Size);
        _queue = new SplitVirtqueue(_memory);
        Assert.True(_queue.Start(_ring.Geometry));
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void An_empty_queue_gives_nothing() => Assert.Equal(PopResult.Empty, _queue.TryPop(_chain));

    [Fact]
    public void A_chain_is_copied_with_readable_segments_before_writable_ones()
    {
        ushort head = _ring.AddChain(new(Buffer, 16, false), new(0x9000, 32, false), new(0xa000, 512, true));
        _ring.MakeAvailable(head);
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        Assert.Equal(head, _chain.Head);
        Assert.Equal([new(Buffer, 16), new(0x9000, 32)], _chain.Readable.ToArray());
        Assert.Equal([new(0xa000, 512)], _chain.Writable.ToArray());
        Assert.Equal((48UL, 512UL), (_chain.ReadableBytes, _chain.WritableBytes));
        Assert.Equal(PopResult.Empty, _queue.TryPop(_chain));
    }

    [Fact]
    public void What_was_copied_does_not_change_with_the_ring()
    {
        // kvm-host#49: the guest rewrites length and address between check and use.
        ushort head = _ring.AddChain(new ChainPiece(Buffer, 16, true));
        _ring.MakeAvailable(head);
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        _ring.WriteDescriptor(head, ulong.MaxValue, uint.MaxValue, 0, 0xffff);
        Assert.Equal([new(Buffer, 16)], _chain.Writable.ToArray());
    }

    [Fact]
    public void A_chain_as_long_as_the_queue_is_legal()
    {
        // tgoskits#1979: the limit includes the size itself.
        ChainPiece[] pieces = [.. Enumerable.Repeat(new ChainPiece(Buffer, 1, true), Size)];
        _ring.MakeAvailable(_ring.AddChain(pieces));
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        Assert.Equal(Size, _chain.Writable.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_chain_that_loops_breaks_the_queue(ushort back)
    {
        for (ushort i = 0; i < 4; i++)
        {
            _ring.WriteDescriptor(i, Buffer, 1, DescriptorFlags.Next, (ushort)(i == 3 ? back : i + 1));
        }

        _ring.MakeAvailable(0);
        AssertBroken(QueueFault.ChainTooLong, where: 0, value: Size);
    }

    [Fact]
    public void A_loop_of_empty_descriptors_ends_too()
    {
        _ring.WriteDescriptor(0, 0, 0, DescriptorFlags.Next, 0); // CVE-2016-6490
        _ring.MakeAvailable(0);
        AssertBroken(QueueFault.ChainTooLong, where: 0, value: Size);
    }

    [Fact]
    public void Empty_descriptors_are_legal_and_leave_no_segment()
    {
        _ring.MakeAvailable(_ring.AddChain(
            new(ulong.MaxValue, 0, false), new(Buffer, 16, false), new(0, 0, true), new(0x9000, 1, true)));
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        Assert.Equal([new(Buffer, 16)], _chain.Readable.ToArray());
        Assert.Equal([new(0x9000, 1)], _chain.Writable.ToArray());
    }

    [Fact]
    public void An_available_index_that_jumps_breaks_the_queue()
    {
        _ring.SetAvailIndex(Size + 1); // firecracker#3149
        AssertBroken(QueueFault.AvailIndexJumped, where: 0, value: Size + 1);
    }

    [Fact]
    public void An_available_index_that_goes_back_breaks_the_queue()
    {
        _ring.SetAvailIndex(0xffff);
        AssertBroken(QueueFault.AvailIndexJumped, where: 0, value: 0xffff);
    }

    [Theory]
    [InlineData(Size)]
    [InlineData(0xffff)]
    public void A_head_that_is_no_descriptor_breaks_the_queue(ushort head)
    {
        _ring.MakeAvailable(head); // openvmm#3136
        AssertBroken(QueueFault.HeadOutOfRange, where: 0, value: head);
    }

    [Theory]
    [InlineData(Size)]
    [InlineData(0xffff)]
    public void A_next_that_is_no_descriptor_breaks_the_queue(ushort next)
    {
        _ring.WriteDescriptor(2, Buffer, 1, DescriptorFlags.Next, next); // openvmm#3136
        _ring.MakeAvailable(2);
        AssertBroken(QueueFault.NextOutOfRange, where: 2, value: next);
    }

    [Fact]
    public void A_next_without_the_flag_is_not_looked_at()
    {
        _ring.WriteDescriptor(2, Buffer, 1, 0, 0xffff);
        _ring.MakeAvailable(2);
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
    }

    [Fact]
    public void A_head_that_is_in_flight_breaks_the_queue()
    {
        ushort head = _ring.AddChain(new ChainPiece(Buffer, 1, true)); // CVE-2026-45782
        _ring.MakeAvailable(head);
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        _ring.MakeAvailable(head);
        AssertBroken(QueueFault.HeadInFlight, where: 1, value: head);
    }

    [Fact]
    public void Not_more_requests_than_descriptors_can_be_in_flight()
    {
        for (ushort i = 0; i < Size; i++) // CVE-2016-5403
        {
            _ring.WriteDescriptor(i, Buffer, 1, DescriptorFlags.Write, 0);
            _ring.MakeAvailable(i);
            Assert.Equal(PopResult.Taken, _queue.TryPop(new DescriptorChain()));
        }

        _ring.MakeAvailable(0);
        AssertBroken(QueueFault.HeadInFlight, where: 0, value: 0);
    }

    [Theory]
    [InlineData(0xffff, 2)] // CVE-2019-18960
    [InlineData(0x10000, 1)]
    [InlineData(0xffff_ffff_ffff_ff00, 512)] // openvmm#4047
    [InlineData(0x8000, uint.MaxValue)] // CVE-2016-7422, firecracker#5762
    [InlineData(0x1000_0000, 4)] // a device window
    public void A_buffer_outside_RAM_breaks_the_queue(ulong address, uint length)
    {
        _ring.MakeAvailable(_ring.AddChain(new ChainPiece(address, length, true)));
        AssertBroken(QueueFault.BufferOutsideRam, where: 0, value: address);
    }

    [Fact]
    public void A_readable_descriptor_after_a_writable_one_breaks_the_queue()
    {
        _ring.MakeAvailable(_ring.AddChain(new(Buffer, 1, true), new(Buffer, 16, false)));
        AssertBroken(QueueFault.ReadableAfterWritable, where: 1, value: Buffer);
    }

    [Theory]
    [InlineData(DescriptorFlags.Indirect)]
    [InlineData(DescriptorFlags.Indirect | DescriptorFlags.Next)]
    [InlineData(DescriptorFlags.Indirect | DescriptorFlags.Write)]
    public void An_indirect_descriptor_breaks_the_queue(ushort flags)
    {
        _ring.WriteDescriptor(0, Buffer, 32, flags, 1);
        _ring.MakeAvailable(0);
        AssertBroken(QueueFault.IndirectNotNegotiated, where: 0, value: Buffer);
    }

    [Fact]
    public void Unknown_flags_of_a_descriptor_are_ignored()
    {
        _ring.WriteDescriptor(0, Buffer, 32, 0xfff8 | DescriptorFlags.Write, 0);
        _ring.MakeAvailable(0);
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
    }

    [Fact]
    public void A_chain_of_more_than_4_GiB_breaks_the_queue()
    {
        // vm-virtio 0.8.0: the same 64 MiB 65 times; a 32-bit sum would have wrapped to 64 MiB.
        using GuestMemory large = GuestMemory.Allocate(0x500_0000);
        var ring = new RingBuilder(large, 0x1000, 128);
        var queue = new SplitVirtqueue(large);
        Assert.True(queue.Start(ring.Geometry));
        ChainPiece[] pieces = [.. Enumerable.Repeat(new ChainPiece(0x10_0000, 0x400_0000, true), 65)];
        ring.MakeAvailable(ring.AddChain(pieces));
        Assert.Equal(PopResult.Broken, queue.TryPop(_chain));
        Assert.Equal(QueueFault.ChainTooLarge, queue.Error?.Fault);
    }

    [Fact]
    public void A_broken_queue_stays_broken_until_it_starts_anew()
    {
        _ring.MakeAvailable(0xffff); // openvmm#4045
        Assert.Equal(PopResult.Broken, _queue.TryPop(_chain));
        QueueError? error = _queue.Error;
        _ring.Clear();
        _ring.MakeAvailable(_ring.AddChain(new ChainPiece(Buffer, 1, true)));
        Assert.Equal(PopResult.Broken, _queue.TryPop(_chain));
        Assert.Equal(error, _queue.Error);
        Assert.True(_queue.Start(_ring.Geometry));
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
    }

    [Fact]
    public void A_geometry_that_is_not_valid_starts_nothing()
    {
        Assert.False(_queue.Start(_ring.Geometry with { Size = 3 }));
        Assert.Equal(PopResult.Broken, _queue.TryPop(_chain));
    }

    [Fact]
    public void Used_entries_are_seen_all_at_once()
    {
        var second = new DescriptorChain();
        _ring.MakeAvailable(_ring.AddChain(new ChainPiece(Buffer, 8, true)));
        _ring.MakeAvailable(_ring.AddChain(new ChainPiece(Buffer, 8, true)));
        Assert.Equal(PopResult.Taken, _queue.TryPop(_chain));
        Assert.Equal(PopResult.Taken, _queue.TryPop(second));
        _chain.Written = 3;
        second.Written = 8;
        _queue.AddUsed(second);
        _queue.AddUsed(_chain);
        Assert.False(_ring.TryTakeUsed(out _));
        Assert.True(_queue.Publish());
        Assert.True(_ring.TryTakeUsed(out UsedEntry entry));
        Assert.Equal(new UsedEntry(second.Head, 8), entry);
        Assert.True(_ring.TryTakeUsed(out entry));
        Assert.Equal(new UsedEntry(_chain.Head, 3), entry);
    }

    [Fact]
    public void A_driver_that_wants_no_interrupts_gets_none()
    {
        _ring.SetAvailFlags(SplitRing.AvailNoInterrupt);
        Assert.False(_queue.Publish());
        _ring.SetAvailFlags(0);
        Assert.True(_queue.Publish());
    }

    [Fact]
    public void Notifications_are_disarmed_and_armed_by_the_flag()
    {
        _queue.DisarmNotifications();
        Assert.False(_ring.DeviceWantsNotifications);
        Assert.False(_queue.ArmNotificationsAndLook());
        Assert.True(_ring.DeviceWantsNotifications);
        _ring.MakeAvailable(_ring.AddChain(new ChainPiece(Buffer, 8, true)));
        Assert.True(_queue.ArmNotificationsAndLook());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Indices_wrap_at_65536(int batch)
    {
        for (int done = 0; done < 70_000; done += batch)
        {
            var chains = new List<DescriptorChain>();
            for (int i = 0; i < batch; i++)
            {
                _ring.MakeAvailable(_ring.AddChain(new ChainPiece(Buffer, 8, true)));
                chains.Add(new DescriptorChain());
                Assert.Equal(PopResult.Taken, _queue.TryPop(chains[i]));
            }

            chains.ForEach(_queue.AddUsed);
            _queue.Publish();
            foreach (DescriptorChain chain in chains)
            {
                Assert.True(_ring.TryTakeUsed(out UsedEntry entry));
                Assert.Equal(chain.Head, entry.Id);
            }
        }

        Assert.Equal(Size, _ring.FreeDescriptors);
    }

    private void AssertBroken(QueueFault fault, ulong where, ulong value)
    {
        Assert.Equal(PopResult.Broken, _queue.TryPop(_chain));
        Assert.Equal(new QueueError(fault, where, value), _queue.Error);
        Assert.Equal(PopResult.Broken, _queue.TryPop(_chain));
        Assert.Equal(0, _ring.UsedIndex);
    }
}
