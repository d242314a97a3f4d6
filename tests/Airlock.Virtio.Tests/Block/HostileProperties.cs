using Airlock.Abi.Virtio;
using Airlock.Testing;
using FsCheck.Xunit;

namespace Airlock.Virtio.Tests.Block;

/// <summary>
/// A driver that gets single things wrong among many right ones, so that the device is really entered. Whatever it
/// does: nothing throws, nothing is written outside what it gave away as writable, nothing stays in flight.
/// </summary>
public class HostileProperties
{
    private const int Sectors = 16;

    // RAM is compared as a whole, so there is only as much of it as the buffers take.
    private const ulong RamSize = BlockDeviceRig.BufferEnd;

    private readonly byte[] _before = new byte[RamSize];
    private readonly byte[] _after = new byte[RamSize];

    [Property(MaxTest = 50)]
    public bool Chains_that_are_mostly_valid_never_hurt(int seed)
    {
        var random = new Random(seed);
        using var rig = new BlockDeviceRig(new SparseStore(Sectors), queueSize: 32, ramSize: RamSize);
        rig.BringUp();
        for (int round = 0; round < 10; round++)
        {
            var writable = new List<ChainPiece>();
            LayRandomTable(random, rig, writable);
            ushort head = Twisted(random, (ushort)random.Next(32), 32);
            rig.Ring.MakeAvailable(head);
            SnapshotWhatMayNotChange(rig, writable, _before);
            rig.Worker.Process(limit: 64);
            SnapshotWhatMayNotChange(rig, writable, _after);
            if (!_before.AsSpan().SequenceEqual(_after) || rig.Device.Queue.InFlight != 0)
            {
                return false;
            }

            if (rig.Transport.NeedsReset)
            {
                rig.BringUp();
            }
        }

        rig.BringUp();
        return rig.Run(rig.Chains.Read(1, 512)).Length == 513;
    }

    [Property(MaxTest = 150)]
    public bool A_queue_full_of_noise_never_hurts(int seed)
    {
        var random = new Random(seed);
        using var rig = BlockDeviceRig.Started(new MemoryStore(Sectors), queueSize: 32);
        for (int round = 0; round < 10; round++)
        {
            ulong length = rig.Ring.End - rig.Ring.DescriptorTable;
            rig.Memory.TryGetSpan(rig.Ring.DescriptorTable, length, out Span<byte> ring);
            random.NextBytes(ring);
            rig.Ring.SetAvailIndex((ushort)random.Next(0, 40));
            rig.Worker.Process(limit: 64);
            if (rig.Device.Queue.InFlight != 0)
            {
                return false;
            }

            rig.BringUp();
        }

        return rig.Run(rig.Chains.Read(1, 512)).Length == 513;
    }

    [Property(MaxTest = 150)]
    public bool Registers_written_at_random_never_throw_and_a_reset_repairs_all(int seed)
    {
        var random = new Random(seed);
        using var rig = new BlockDeviceRig(new MemoryStore(Sectors));
        rig.Notifier.OnNotify = () => rig.Worker.Process(limit: 64);
        ulong[] parts = [rig.Ring.DescriptorTable, rig.Ring.AvailRing, rig.Ring.UsedRing];
        ulong[] likely = [0, 1, 3, 11, 15, 256, .. parts];
        for (int i = 0; i < 300; i++)
        {
            ulong offset = (ulong)random.Next(0, 0x120) & (random.Next(8) == 0 ? ~0UL : ~3UL);
            int width = random.Next(8) == 0 ? 1 << random.Next(4) : 4;
            ulong value = random.Next(3) == 0 ? (ulong)random.NextInt64() : likely[random.Next(likely.Length)];
            rig.Transport.Write(offset, width, value);
            rig.Transport.Read(offset, width, out _);
        }

        rig.Transport.Write(MmioRegister.Status, sizeof(uint), DeviceStatus.Reset);
        using var untouched = new BlockDeviceRig(new MemoryStore(Sectors));
        bool isLikeNew = Registers(rig).SequenceEqual(Registers(untouched));
        rig.BringUp();
        return isLikeNew && rig.Run(rig.Chains.Read(1, 512)).Length == 513;
    }

    /// <summary>What the registers in front of the configuration space read, or 0 where nothing is to be read.</summary>
    private static List<ulong> Registers(BlockDeviceRig rig)
    {
        var values = new List<ulong>();
        for (ulong offset = 0; offset < MmioRegister.Config; offset += sizeof(uint))
        {
            rig.Transport.Read(offset, sizeof(uint), out ulong value);
            values.Add(value);
        }

        return values;
    }

    /// <summary>A table of links, each pointing on to the next one, with here and there a wrong one.</summary>
    private static void LayRandomTable(Random random, BlockDeviceRig rig, List<ChainPiece> writable)
    {
        uint[] types =
        [
            BlockRequestType.In, BlockRequestType.Out, BlockRequestType.Flush, BlockRequestType.GetId,
            BlockRequestType.WriteZeroes, BlockRequestType.GetExtents, 99,
        ];
        for (ushort i = 0; i < 32; i++)
        {
            ulong address = BlockDeviceRig.BufferStart + ((ulong)i * 0x1000);
            byte[] header = BlockChainBuilder.Header(types[random.Next(types.Length)], (ulong)random.Next(Sectors + 2));
            rig.Memory.TryGetSpan(address, 16, out Span<byte> start);
            header.CopyTo(start);

            int flags = (i % 4 >= 2 ? DescriptorFlags.Write : 0) | (i % 4 == 3 ? 0 : DescriptorFlags.Next);
            uint small = random.Next(2) == 0 ? 512u : 16u;
            uint length = (i % 4) switch { 0 => 16u, 3 => 1u, _ => small * (uint)random.Next(4) };
            flags ^= random.Next(20) == 0 ? 1 << random.Next(16) : 0;
            length = random.Next(20) == 0 ? (uint)random.Next(0, 1 << 16) : length;
            address = random.Next(40) == 0 ? (ulong)random.NextInt64() << random.Next(2) : address;
            ushort next = Twisted(random, (ushort)(i + 1), 32);
            rig.Ring.WriteDescriptor(i, address, length, (ushort)flags, next);
            if ((flags & DescriptorFlags.Write) != 0)
            {
                writable.Add(new ChainPiece(address, length, true));
            }
        }
    }

    private static ushort Twisted(Random random, ushort value, int size) => random.Next(30) switch
    {
        0 => (ushort)random.Next(ushort.MaxValue + 1),
        1 => (ushort)random.Next(size),
        _ => value,
    };

    /// <summary>All of RAM, with what the device may write blanked: the used ring and the writable buffers.</summary>
    private static void SnapshotWhatMayNotChange(BlockDeviceRig rig, List<ChainPiece> writable, byte[] image)
    {
        rig.Memory.TryGetSpan(0, rig.Memory.Length, out Span<byte> all);
        all.CopyTo(image);
        image.AsSpan((int)rig.Ring.UsedRing, (int)(rig.Ring.End - rig.Ring.UsedRing)).Clear();
        foreach (ChainPiece piece in writable)
        {
            if (rig.Memory.Contains(piece.Address, piece.Length))
            {
                image.AsSpan((int)piece.Address, (int)piece.Length).Clear();
            }
        }
    }
}
