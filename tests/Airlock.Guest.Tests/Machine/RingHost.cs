using System.Collections.Generic;
using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Protocol;

namespace Airlock.Guest.Tests.Machine;

/// <summary>
/// A host's end of the ring beside a pair of disks, by the letter of docs/protocol.md. It reads when the guest waits
/// for room, and at the end; it wants one doorbell, for the first byte.
/// </summary>
internal sealed class RingHost : IBusDevice
{
    private readonly FakePair _pair;
    private readonly List<byte> _received = [];
    private readonly uint _bytes;
    private uint _tail;

    public RingHost(FakePair pair, uint bytes = MemoryMap.MessageRingBytes)
    {
        _pair = pair;
        _bytes = bytes;
        pair.Machine.Map(MemoryMap.MessageRingRegisters, this);
    }

    /// <summary>Whether it answers that there is room, and makes none.</summary>
    public bool IsLying { get; set; }

    public bool IsEnabled { get; private set; }

    public int Doorbells { get; private set; }

    public int Waits { get; private set; }

    /// <summary>Runs the guest with the ring announced.</summary>
    public GuestTalk Run(VmmConfig config)
    {
        RunOnly(config);
        Drain();
        Assert.Empty(_pair.Machine.Com1);
        return GuestTalk.Typed([.. _received]);
    }

    /// <summary>The same, and nothing is expected.</summary>
    public void RunOnly(VmmConfig config)
    {
        config.Transport = Transport.Shared;
        config.RingAddress = MemoryMap.MessageRing;
        config.RingBytes = _bytes;
        config.Devices.Add(new DeviceConfig { Name = "ring", Address = MemoryMap.MessageRingRegisters });
        _pair.Machine.Run(config);
    }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        Assert.Equal(((ulong)MessageRing.RegisterRoom, sizeof(uint)), (offset, width));
        Waits++;
        if (!IsLying)
        {
            Drain();
        }

        value = 0;
        return BusAnswer.Done;
    }

    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        Assert.Equal((sizeof(uint), 1ul), (width, value));
        switch (offset)
        {
            case MessageRing.RegisterEnable:
                Assert.False(IsEnabled);
                IsEnabled = true;
                break;
            default:
                Assert.Equal(MessageRing.RegisterDoorbell, offset);
                Doorbells++;
                break;
        }

        return BusAnswer.Done;
    }

    private void Drain()
    {
        Assert.True(IsEnabled);
        Assert.True(_pair.Machine.Memory.TryRead(MemoryMap.MessageRing + MessageRing.Head, out uint head));
        Assert.InRange(head - _tail, 0u, _bytes);
        for (; _tail != head; _tail++)
        {
            ulong place = MemoryMap.MessageRing + MessageRing.Data + (_tail % _bytes);
            Assert.True(_pair.Machine.Memory.TryRead(place, out byte value));
            _received.Add(value);
        }

        Assert.True(_pair.Machine.Memory.TryWrite(MemoryMap.MessageRing + MessageRing.Tail, _tail));
    }
}
