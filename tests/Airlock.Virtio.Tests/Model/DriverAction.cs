using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Testing;

namespace Airlock.Virtio.Tests.Model;

/// <summary>One thing that a driver does, legal or not; a failed test shows its name and its numbers.</summary>
public abstract record DriverAction
{
    internal abstract void Do(ModelledDevice device);

    /// <summary>A whole initialization, as it should be.</summary>
    public sealed record BringUp(uint Size, ulong Features) : DriverAction
    {
        internal override void Do(ModelledDevice device) => device.BringUp(Size, Features);
    }

    /// <summary>A register written at any time: resets, steps back, queues moved while in use.</summary>
    public sealed record Write(uint Register, uint Value) : DriverAction
    {
        internal override void Do(ModelledDevice device) => device.Write(Register, Value);
    }

    /// <summary>A request of header, data and status, with data of any length in two pieces.</summary>
    public sealed record Request(uint Type, ulong Sector, uint First, uint Second, uint Head) : DriverAction
    {
        internal override void Do(ModelledDevice device)
        {
            bool isInput = Type != BlockRequestType.Out;
            int data = (isInput ? DescriptorFlags.Write : 0) | DescriptorFlags.Next;
            const ulong start = ModelledDevice.Buffers;
            device.WriteRam(start, BlockChainBuilder.Header(Type, Sector));
            device.WriteDescriptor(Head, start, 16, DescriptorFlags.Next, (Head + 1) % device.Size);
            device.WriteDescriptor(Head + 1, start + 16, First, data, (Head + 2) % device.Size);
            device.WriteDescriptor(Head + 2, start + 16 + First, Second, data, (Head + 3) % device.Size);
            device.WriteDescriptor(Head + 3, start + 0x3000, 1, DescriptorFlags.Write, 0);
            device.MakeAvailable((ushort)(Head % device.Size));
        }
    }

    /// <summary>A request for zeroes, header and segment in one descriptor.</summary>
    public sealed record Zeroes(ulong Sector, uint Count, uint Flags) : DriverAction
    {
        internal override void Do(ModelledDevice device)
        {
            const ulong start = ModelledDevice.Buffers;
            byte[] head = new byte[BlockRequestHeader.Length + WriteZeroesSegment.Length];
            BlockChainBuilder.Header(BlockRequestType.WriteZeroes, sector: 0).CopyTo(head, 0);
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(16), Sector);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(24), Count);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(28), Flags);
            device.WriteRam(start, head);
            device.WriteDescriptor(0, start, (uint)head.Length, DescriptorFlags.Next, 1 % device.Size);
            device.WriteDescriptor(1, start + 0x3000, 1, DescriptorFlags.Write, 0);
            device.MakeAvailable(0);
        }
    }

    /// <summary>A descriptor of any kind.</summary>
    public sealed record Descriptor(uint Index, ulong Address, uint Length, int Flags, uint Next) : DriverAction
    {
        internal override void Do(ModelledDevice device) =>
            device.WriteDescriptor(Index, Address, Length, Flags, Next);
    }

    /// <summary>A head that may not exist, and an index that may jump.</summary>
    public sealed record MakeAvailable(ushort Head, ushort Steps) : DriverAction
    {
        internal override void Do(ModelledDevice device) => device.MakeAvailable(Head, Steps);
    }

    /// <summary>Sectors of the disk go bad, or well again.</summary>
    public sealed record Spoil(byte Sectors) : DriverAction
    {
        internal override void Do(ModelledDevice device) => device.SpoilStore(Sectors);
    }

    /// <summary>A notification, and the device's work.</summary>
    public sealed record Kick(uint Queue) : DriverAction
    {
        internal override void Do(ModelledDevice device)
        {
            device.Write(MmioRegister.QueueNotify, Queue);
            device.Serve();
        }
    }
}
