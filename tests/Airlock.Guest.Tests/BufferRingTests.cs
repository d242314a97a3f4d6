using System.Collections.Generic;
using System.Linq;
using Airlock.Abi.Machine;
using Airlock.Guest.Programs;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests;

/// <summary>The buffers and slots of a copy, against what they are meant to be.</summary>
public class BufferRingTests
{
    [Property(MaxTest = 300)]
    public void Buffers_in_use_lie_inside_apart_and_in_one_piece_each(PositiveInt size, (bool Release, byte Length)[] steps)
    {
        ulong sectors = (ulong)(size.Get % 60) + 1;
        var ring = new BufferRing(MemoryMap.DmaBase, sectors);
        var inUse = new Queue<(ulong Position, ulong Length)>();
        foreach ((bool release, byte wanted) in steps)
        {
            ulong length = wanted % (sectors + 1);
            if (release && inUse.TryDequeue(out (ulong Position, ulong Length) oldest))
            {
                ring.ReleaseUpTo(oldest.Position + oldest.Length);
            }
            else if (ring.TryTake(length, out ulong position))
            {
                inUse.Enqueue((position, length));
                CheckApart(ring, inUse, sectors);
            }
            else
            {
                Assert.Contains(inUse, buffer => buffer.Length != 0); // an empty ring takes any buffer
            }
        }
    }

    [Fact]
    public void Chunks_of_the_whole_length_fill_it()
    {
        var ring = new BufferRing(MemoryMap.DmaBase, 3 * 1024);
        for (ulong chunk = 0; chunk < 10; chunk++)
        {
            Assert.True(ring.TryTake(1024, out ulong position));
            Assert.Equal(chunk * 1024, position);
            if (chunk >= 2)
            {
                Assert.False(ring.TryTake(1, out _));
                ring.ReleaseUpTo((chunk - 1) * 1024);
            }
        }
    }

    [Property(MaxTest = 1000)]
    public void Slots_go_round_and_the_oldest_is_given_back(PositiveInt size, bool[] takes)
    {
        uint slots = (uint)(size.Get % 85) + 1;
        var order = new SlotOrder(slots);
        var inUse = new Queue<uint>();
        uint next = 0;
        foreach (bool take in takes)
        {
            Assert.Equal((inUse.Count > 0, inUse.Count < slots), (order.Any, order.HasFree));
            if (take && order.HasFree)
            {
                Assert.Equal(next, order.Take());
                inUse.Enqueue(next);
                next = (next + 1) % slots;
            }
            else if (order.Any)
            {
                Assert.Equal(inUse.Dequeue(), order.Oldest);
                order.ReleaseOldest();
            }
        }
    }

    private static void CheckApart(BufferRing ring, IEnumerable<(ulong Position, ulong Length)> buffers, ulong sectors)
    {
        var taken = new HashSet<ulong>();
        foreach ((ulong position, ulong length) in buffers.Where(buffer => buffer.Length != 0))
        {
            ulong start = ring.Address(position);
            Assert.Equal(start + ((length - 1) * 512), ring.Address(position + length - 1));
            for (ulong sector = 0; sector < length; sector++)
            {
                Assert.InRange(start + (sector * 512), MemoryMap.DmaBase, MemoryMap.DmaBase + ((sectors - 1) * 512));
                Assert.True(taken.Add(start + (sector * 512)));
            }
        }
    }
}
