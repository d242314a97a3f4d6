using Airlock.Abi.Virtio;
using Airlock.Testing.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Airlock.Virtio.Tests.Model;

/// <summary>
/// Sequences of what drivers do: mostly right, so that the device is really entered, with here and there a mistake.
/// </summary>
public static class DriverActions
{
    private const ulong Version1 = 1UL << 32;

    private static readonly uint[] s_registers =
    [
        MmioRegister.DeviceFeaturesSel, MmioRegister.DriverFeaturesSel, MmioRegister.DriverFeatures,
        MmioRegister.QueueSel, MmioRegister.QueueNum, MmioRegister.QueueReady, MmioRegister.QueueNotify,
        MmioRegister.InterruptAck,
        MmioRegister.Status, MmioRegister.QueueDescLow, MmioRegister.QueueDescHigh, MmioRegister.QueueDriverLow,
        MmioRegister.QueueDriverHigh, MmioRegister.QueueDeviceLow, MmioRegister.QueueDeviceHigh, MmioRegister.ShmSel,
        MmioRegister.QueueReset, MmioRegister.MagicValue, MmioRegister.Config,
    ];

    public static Arbitrary<DriverAction[]> Sequences() => Arb.From(
        Action.ArrayOf(),
        actions => Enumerable.Range(0, actions.Length)
            .Select(i => actions.Where((_, index) => index != i).ToArray()));

    private static Gen<DriverAction> Action => Gen.Frequency(
        (4, BringUp), (4, Write), (2, Status), (8, Request), (3, Zeroes), (2, Descriptor), (2, MakeAvailable),
        (1, Spoil), (6, Kick));

    private static Gen<uint> Number => Gen.Frequency(
        (6, Gen.Choose(0, 16).Select(value => (uint)value)),
        (2, Gen.Elements<uint>(0x1000, 0x1080, 0x10a0, 0x7ff0, 0x8000, 256, 512, uint.MaxValue, 0x8000_0000)),
        (1, Gen.Choose(0, int.MaxValue).Select(value => (uint)value)));

    private static ulong AllFeatures => ModelBlockDevice.Features(readOnly: false);

    private static Gen<DriverAction> BringUp =>
        from log in Gen.Choose(0, 8)
        from features in Gen.Frequency((4, Gen.Constant(AllFeatures)), (3, Gen.Elements(Version1, AllFeatures & ~(1UL << 14), AllFeatures & ~(1UL << 63))))
        select (DriverAction)new DriverAction.BringUp(1u << log, features);

    private static Gen<DriverAction> Write =>
        from register in Gen.Elements(s_registers)
        from value in Number
        select (DriverAction)new DriverAction.Write(register, value);

    private static Gen<DriverAction> Status =>
        Gen.Elements<uint>(0, 1, 3, 11, 15, 64, 79, 128, 143, 7).Select(
            value => (DriverAction)new DriverAction.Write(MmioRegister.Status, value));

    private static Gen<DriverAction> Request =>
        from type in Gen.Frequency((6, Gen.Elements<uint>(0, 1)), (4, Gen.Elements<uint>(4, 8, 1u << 30)), (1, Number))
        from sector in Gen.Frequency(
            (6, Gen.Choose(0, 8).Select(value => (ulong)value)), (1, Number.Select(n => ((ulong)n << 32) | n)))
        from first in Length
        from second in Length
        from head in Gen.Choose(0, 255)
        select (DriverAction)new DriverAction.Request(type, sector, first, second, (uint)head);

    private static Gen<DriverAction> Zeroes =>
        from sector in Gen.Choose(0, 9)
        from count in Gen.Frequency((6, Gen.Choose(0, 4).Select(value => (uint)value)), (1, Number))
        from flags in Gen.Frequency((4, Gen.Choose(0, 1)), (1, Gen.Choose(0, 4)))
        select (DriverAction)new DriverAction.Zeroes((ulong)sector, count, (uint)flags);

    private static Gen<uint> Length => Gen.Frequency(
        (8, Gen.Elements<uint>(0, 512, 1024)),
        (2, Gen.Elements<uint>(16, 32)),
        (1, Gen.Choose(0, 2048).Select(n => (uint)n)));

    private static Gen<DriverAction> Descriptor =>
        from index in Gen.Choose(0, 255)
        from address in Number
        from length in Number
        from flags in Gen.Choose(0, 7)
        from next in Number
        select (DriverAction)new DriverAction.Descriptor((uint)index, address, length, flags, next);

    private static Gen<DriverAction> MakeAvailable =>
        from head in Gen.Frequency((4, Gen.Choose(0, 8)), (1, Gen.Choose(0, ushort.MaxValue)))
        from steps in Gen.Frequency((4, Gen.Choose(0, 3)), (1, Gen.Choose(0, ushort.MaxValue)))
        select (DriverAction)new DriverAction.MakeAvailable((ushort)head, (ushort)steps);

    private static Gen<DriverAction> Spoil =>
        Gen.Choose(0, byte.MaxValue).Select(sectors => (DriverAction)new DriverAction.Spoil((byte)sectors));

    private static Gen<DriverAction> Kick =>
        Gen.Frequency((6, Gen.Constant(0u)), (1, Number)).Select(queue => (DriverAction)new DriverAction.Kick(queue));
}
