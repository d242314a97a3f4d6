using Airlock.Abi.Virtio;
using Airlock.Fuzz.Engine;
using Airlock.Memory;
using Airlock.Testing.Model;
using Airlock.Virtio.Mmio;

namespace Airlock.Fuzz.Machine;

/// <summary>The registers of a device and of its model, which have to give the same answers.</summary>
internal sealed class Registers(VirtioMmioTransport transport, ModelTransport model, DeviceEvents events)
{
    public void Read(ulong offset, int width)
    {
        BusAnswer answer = transport.Read(offset, width, out ulong value);
        bool reads = model.TryRead(offset, width, out ulong expected);
        FindingException.ThrowUnless(
            value == expected && answer == (reads ? BusAnswer.Done : BusAnswer.Refused),
            $"A read of {width} bytes at 0x{offset:x} gave {answer} and 0x{value:x} instead of 0x{expected:x}.");
    }

    public void Write(ulong offset, int width, ulong value)
    {
        BusAnswer answer = transport.Write(offset, width, value);
        bool counts = model.TryWrite(offset, width, value);
        FindingException.ThrowUnless(
            answer == (counts ? BusAnswer.Done : BusAnswer.Refused),
            $"A write of 0x{value:x}, {width} bytes, at 0x{offset:x} was {answer} (the model: {counts}).");
    }

    public void Write(uint register, ulong value) => Write(register, sizeof(uint), value);

    public void Reset() => Write(MmioRegister.Status, DeviceStatus.Reset);

    /// <summary>From reset to where the queues are set up, as a driver does that takes what is offered.</summary>
    public void Negotiate(ulong features)
    {
        Reset();
        Write(MmioRegister.Status, DeviceStatus.Acknowledge);
        Write(MmioRegister.Status, DeviceStatus.Acknowledge | DeviceStatus.Driver);
        for (uint half = 0; half < 2; half++)
        {
            Write(MmioRegister.DriverFeaturesSel, half);
            Write(MmioRegister.DriverFeatures, (uint)(features >> (32 * (int)half)));
        }

        Write(MmioRegister.Status, DeviceStatus.Acknowledge | DeviceStatus.Driver | DeviceStatus.FeaturesOk);
    }

    public void SetUpQueue(uint queue, in QueuePlace place)
    {
        Write(MmioRegister.QueueSel, queue);
        Write(MmioRegister.QueueNum, place.Size);
        Write64(MmioRegister.QueueDescLow, place.Descriptors);
        Write64(MmioRegister.QueueDriverLow, place.Avail);
        Write64(MmioRegister.QueueDeviceLow, place.Used);
        Write(MmioRegister.QueueReady, 1);
    }

    public void SetDriverOk() => Write(MmioRegister.Status, 15);

    /// <summary>What shows without an access: status, and which faults the VMM was told of.</summary>
    public void CheckAgreement()
    {
        FindingException.ThrowUnless(
            transport.Status == model.Status, $"The status is {transport.Status} and should be {model.Status}.");
        FindingException.ThrowUnless(
            events.Breaks == model.Faults.Count && (events.Breaks == 0 || events.LastError.Fault == model.Faults[^1]),
            $"The VMM heard of {events.Breaks} faults ({events.LastError}), not of {string.Join(", ", model.Faults)}.");
    }

    private void Write64(uint lowRegister, ulong value)
    {
        Write(lowRegister, (uint)value);
        Write(lowRegister + 4, value >> 32);
    }
}
