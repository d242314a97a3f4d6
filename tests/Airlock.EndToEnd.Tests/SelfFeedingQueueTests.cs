using System.Buffers.Binary;
using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// Guest and input together make a queue that never runs empty: each sector read is the available index and the header of
/// the next request. No vCPU is needed for that, so the end of the run must not wait for the queue.
/// </summary>
public sealed class SelfFeedingQueueTests : IDisposable
{
    private const int Sectors = 1 << 16;
    private const int SectorSize = 512;
    private const ulong Queue = 0x10_0000;
    private const ulong Junk = 0x20_0000;
    private const uint IndexLength = sizeof(ushort), SectorLength = sizeof(ulong);

    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(10);

    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void A_time_limit_ends_it()
    {
        using RunningProgram program = Start(guest => guest.Forever(_ => { }), "--time-limit", "1");
        program.Wait(s_promptly).ShouldFail(5, "time limit");
    }

    [SkippableFact]
    public void A_halt_ends_it()
    {
        using RunningProgram program = Start(guest =>
        {
            guest.Complete();
            guest.Halt();
        });
        program.Wait(s_promptly).ShouldFail(4, "The guest halted with requests on its input device");
    }

    private RunningProgram Start(Action<GuestAssembler> write, params string[] options)
    {
        File.WriteAllBytes(_run.Folder.Input, MakeDisk());
        return _run.Start(
            GuestAssembler.Assemble(guest =>
            {
                Begin(new VirtioCode(guest, VirtioCode.InputWindow, Queue));
                write(guest);
            }),
            options);
    }

    private static void Begin(VirtioCode driver)
    {
        const ushort next = VirtioCode.Next | VirtioCode.DeviceWrites;
        driver.Initialize();
        driver.WriteHeader(VirtioCode.RequestIn, 0);
        driver.Descriptor(0, driver.Header, 16, VirtioCode.Next, 1);
        driver.Descriptor(1, driver.AvailableRing + 2, IndexLength, next, 2);
        driver.Descriptor(2, driver.Header + 8, SectorLength, next, 3);
        driver.Descriptor(3, Junk, SectorSize - IndexLength - SectorLength, next, 4);
        driver.Descriptor(4, driver.Status, 1, VirtioCode.DeviceWrites, 0);
        driver.Offer(head: 0); // and so are all entries of the ring
        driver.Notify();
    }

    private static byte[] MakeDisk()
    {
        byte[] disk = new byte[Sectors * SectorSize];
        for (int sector = 0; sector < Sectors; sector++)
        {
            Span<byte> bytes = disk.AsSpan(sector * SectorSize, SectorSize);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(sector + 2));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(int)IndexLength..], (ulong)((sector + 1) % Sectors));
        }

        return disk;
    }
}
