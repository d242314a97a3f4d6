using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Tests.Devices;
using Airlock.Protocol;

namespace Airlock.Guest.Tests.Machine;

/// <summary>A machine with two fake devices: an input with random contents, and an output that is all 0x5a.</summary>
internal sealed class FakePair : IMachineClock, IDisposable
{
    public const byte Untouched = 0x5a;

    public FakePair(int sectors, int? outputSectors = null, ulong ramBytes = MemoryMap.DefaultRamSize)
    {
        Machine = new TestMachine(ramBytes) { Clock = this };
        InputDisk = new byte[sectors * 512];
        new Random(sectors).NextBytes(InputDisk);
        OutputDisk = new byte[(outputSectors ?? sectors) * 512];
        Array.Fill(OutputDisk, Untouched);
        Input = new FakeBlockDevice(Machine.Memory, InputDisk) { Features = 0x1_0000_0020 };
        Output = new FakeBlockDevice(Machine.Memory, OutputDisk);
        Machine.Map(MemoryMap.InputDevice, Input);
        Machine.Map(MemoryMap.OutputDevice, Output);
    }

    public TestMachine Machine { get; }

    public byte[] InputDisk { get; }

    public byte[] OutputDisk { get; }

    public FakeBlockDevice Input { get; }

    public FakeBlockDevice Output { get; }

    /// <summary>Runs the guest without a configuration, or with this one.</summary>
    public GuestTalk Run(VmmConfig? config = null)
    {
        if (config is null)
        {
            Machine.Run();
        }
        else
        {
            Machine.Run(config);
        }

        return GuestTalk.Typed(Machine);
    }

    /// <summary>Lets both devices know about holes; those of the input are zero.</summary>
    public void MakeSparse(Func<ulong, bool> isHole)
    {
        Input.Features |= 1UL << 63;
        Output.Features |= 1UL << 14;
        Input.IsHole = isHole;
        for (int sector = 0; sector < InputDisk.Length / 512; sector++)
        {
            if (isHole((ulong)sector))
            {
                Array.Clear(InputDisk, sector * 512, 512);
            }
        }
    }

    public bool Paused() => Input.Pump(PumpReason.Paused) + Output.Pump(PumpReason.Paused) > 0;

    public bool Trapped() => Input.Pump(PumpReason.Trapped) + Output.Pump(PumpReason.Trapped) > 0;

    public void Dispose() => Machine.Dispose();
}
