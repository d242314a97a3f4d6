using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A machine for a guest that is a script.</summary>
internal static class TestSpec
{
    public static GuestImage Image { get; } = GuestImage.Parse(new byte[] { 0xf4 }, "guest.bin");

    public static MachineSpec Of(params IReadOnlyList<Disk> disks) => new()
    {
        Kind = MachineKind.Process,
        MemoryBytes = 8 << 20,
        Ring = 3,
        Transport = Transport.Serial,
        CollectsSerial = true,
        BootConfiguration = new byte[] { 0, 0 },
        Disks = disks,
        LastRequestsTime = TimeSpan.FromSeconds(20),
        Image = Image,
    };
}
