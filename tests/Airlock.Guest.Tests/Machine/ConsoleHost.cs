using System;
using System.Collections.Generic;
using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Virtio;
using Airlock.Virtio.Console;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Guest.Tests.Machine;

/// <summary>
/// The VMM's console beside a pair of disks. It reads when the guest waits for it, and at the end; how often the guest
/// notified it is counted.
/// </summary>
internal sealed class ConsoleHost : IQueueNotifier, IDeviceEvents
{
    private readonly FakePair _pair;
    private readonly ConsoleDevice _device;
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[ConsoleDevice.MaxChainLength];

    public ConsoleHost(FakePair pair)
    {
        _pair = pair;
        _device = new ConsoleDevice(pair.Machine.Memory);
        pair.Machine.Map(MemoryMap.ConsoleDevice, new ReadingDevice(new VirtioMmioTransport(_device, this, this), this));
    }

    /// <summary>Called before the guest's wait for a buffer is answered.</summary>
    public Action? Waited { get; set; }

    public int Notifications { get; private set; }

    public long Chains => _device.Metrics.Chains;

    /// <summary>Runs the guest with the console announced.</summary>
    public GuestTalk Run(VmmConfig config)
    {
        RunOnly(config);
        Assert.Empty(_pair.Machine.Com1);
        return GuestTalk.Typed([.. _received]);
    }

    /// <summary>The same, and nothing is expected.</summary>
    public void RunOnly(VmmConfig config)
    {
        config.Transport = Transport.Console;
        config.Devices.Add(new DeviceConfig { Name = "console", Address = MemoryMap.ConsoleDevice });
        _pair.Machine.Run(config);
        Read();
    }

    public void Notify(int queue)
    {
        Assert.Equal(ConsoleDevice.TransmitQueue, queue);
        Notifications++;
    }

    public void InterruptRaised(VirtioInterrupts interrupts)
    {
    }

    public void QueueBroken(in QueueError queueError) => Assert.Fail(queueError.ToString());

    private void Read()
    {
        _device.Transmit.DisarmNotifications();
        while (_device.TryRead(_buffer, out int length))
        {
            _received.AddRange(_buffer.AsSpan(0, length));
        }

        _device.Transmit.ArmNotificationsAndLook();
    }

    /// <summary>Reads before InterruptStatus is answered.</summary>
    private sealed class ReadingDevice(VirtioMmioTransport transport, ConsoleHost host) : IBusDevice
    {
        public BusAnswer Read(ulong offset, int width, out ulong value)
        {
            if (offset == VirtioMmioTransport.InterruptStatusOffset)
            {
                host.Read();
                host.Waited?.Invoke();
            }

            return transport.Read(offset, width, out value);
        }

        public BusAnswer Write(ulong offset, int width, ulong value) => transport.Write(offset, width, value);
    }
}
