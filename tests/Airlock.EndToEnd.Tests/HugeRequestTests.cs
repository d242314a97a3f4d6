using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// A queue can hold requests for hundreds of gigabytes, since all of its chains may share their buffers: nobody waits
/// for them when the run is over.
/// </summary>
public sealed class HugeRequestTests : IDisposable
{
    private const int Heads = 100;
    private const int Buffers = 30;
    private const uint BufferLength = 120 << 20;
    private const ulong Queue = 0x10_0000;

    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(5);

    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void An_interrupt_does_not_wait_for_them()
    {
        using RunningProgram program = Start(guest => guest.Forever(_ => { }));
        program.WaitForProgress();
        program.Signal("INT");
        program.Wait(s_promptly).ShouldFail(130, "interrupted");
    }

    [SkippableFact]
    public void A_time_limit_does_not_wait_for_them()
    {
        using RunningProgram program = Start(guest => guest.Forever(_ => { }), "--time-limit", "0.5");
        program.Wait(s_promptly).ShouldFail(5, "time limit");
    }

    [SkippableFact]
    public void A_reset_waits_for_one_buffer_at_most()
    {
        using RunningProgram program = Start(guest =>
        {
            new VirtioCode(guest, VirtioCode.InputWindow, Queue).Register(0x70, 0);
            guest.Complete();
            guest.Halt();
        });
        program.Wait(s_promptly).ShouldSucceed();
    }

    [SkippableFact]
    public void A_halt_waits_for_them_less_long_than_for_a_sign_of_life()
    {
        using RunningProgram program = Start(
            guest =>
            {
                guest.Complete();
                guest.Halt();
            },
            "--stall-timeout", "2");
        program.Wait(s_promptly).ShouldFail(4, "The guest halted with requests on its input device");
    }

    /// <summary>Offers all heads at once, then says so.</summary>
    private RunningProgram Start(Action<GuestAssembler> write, params string[] options)
    {
        _run.Folder.WriteSparseInput(1L << 40);
        return _run.Start(
            GuestAssembler.Assemble(guest =>
            {
                var driver = new VirtioCode(guest, VirtioCode.InputWindow, Queue, size: 256);
                driver.Initialize();
                OfferAll(guest, driver);
                driver.Notify();
                guest.Send(GuestAssembler.ProgressMessage(1, 2));
                write(guest);
            }),
            ["--memory", "256M", .. options]);
    }

    private static void OfferAll(GuestAssembler guest, VirtioCode driver)
    {
        driver.WriteHeader(VirtioCode.RequestIn, 0);
        for (int i = 0; i < Buffers; i++)
        {
            const ushort flags = VirtioCode.Next | VirtioCode.DeviceWrites;
            driver.Descriptor(Heads + i, 0x20_0000, BufferLength, flags, (ushort)(Heads + i + 1));
        }

        driver.Descriptor(Heads + Buffers, driver.Status, 1, VirtioCode.DeviceWrites, 0);
        for (ushort i = 0; i < Heads; i++)
        {
            driver.Descriptor(i, driver.Header, 16, VirtioCode.Next, Heads);
            driver.Put(i);
        }

        driver.SetAvailableIndex(Heads);
    }
}
