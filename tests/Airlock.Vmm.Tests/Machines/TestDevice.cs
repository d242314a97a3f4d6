using Airlock.Memory;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>Answers reads with a number and calls somebody for each write.</summary>
internal sealed class TestDevice(Action<ulong, ulong>? onWrite = null) : IBusDevice
{
    public const uint Value = 0x1234_5678;

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        value = Value;
        return BusAnswer.Done;
    }

    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        onWrite?.Invoke(offset, value);
        return BusAnswer.Done;
    }
}
