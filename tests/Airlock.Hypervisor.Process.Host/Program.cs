using System.Globalization;
using Airlock.Hypervisor;
using Airlock.Hypervisor.Process;
using Airlock.Hypervisor.Process.Host;
using Airlock.Memory;
using Airlock.Sandbox;
using Microsoft.Win32.SafeHandles;

// guesthost run|confined|spin|measure: hosts a guest, for tests that need a process of their own for that. One line on
// standard output tells what came of it.
using var output = new StreamWriter(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write)) { AutoFlush = true };
string mode = args.Length == 1 ? args[0] : string.Empty;
try
{
    switch (mode)
    {
        case "run":
            output.WriteLine(Work(_ => { }));
            return 0;
        case "confined":
            Sandbox.Begin();
            output.WriteLine(Work(Confine));
            return 0;
        case "spin":
            Spin();
            return 0;
        case "measure":
            Measurement.Write(output);
            return 0;
        default:
            output.WriteLine("usage: guesthost run|confined|spin|measure");
            return 2;
    }
}
catch (HostException e)
{
    output.WriteLine(e.Message);
    return 3;
}

// What a worker does: a thread for the CPU, the sandbox closed once it is bound, and an exit that is asked for.
string Work(Action<HostNeeds> confine)
{
    using var hypervisor = new ProcessHypervisor();
    using IVirtualMachine machine = hypervisor.CreateMachine(Guests.Working);
    using ManualResetEventSlim isBound = new(), isConfined = new(), hasWorked = new();
    string exits = string.Empty;
    Exception? failure = null;
    var thread = new Thread(() =>
    {
        try
        {
            using IVirtualCpu cpu = machine.BindCpu();
            isBound.Set();
            isConfined.Wait();
            exits = RunUntilInterrupted(cpu, hasWorked);
        }
        catch (HostException e)
        {
            failure = e;
        }

        isBound.Set();
        hasWorked.Set();
    });
    thread.Start();
    isBound.Wait();
    if (failure is null)
    {
        confine(machine.Needs);
    }

    isConfined.Set();
    hasWorked.Wait();
    machine.RequestExit();
    thread.Join();
    return failure is null ? exits : throw failure;
}

string RunUntilInterrupted(IVirtualCpu cpu, ManualResetEventSlim hasWorked)
{
    string exits = string.Empty;
    while (true)
    {
        GuestExit exit = cpu.Run();
        exits = string.Create(CultureInfo.InvariantCulture, $"{exits}{exit.Kind} ");
        switch (exit.Kind)
        {
            case GuestExitKind.Port:
                hasWorked.Set(); // its last
                break;
            case GuestExitKind.Device:
                break;
            default:
                return exits.TrimEnd();
        }
    }
}

void Confine(HostNeeds needs) => Sandbox.Close(new SandboxRights
{
    Files = [],
    Streams = [new SafeFileHandle(1, ownsHandle: false)],
    TransferBytes = 0,
    ZeroBytes = 0,
    AddressSpaceBytes = 2UL << 30,
    ProcessorTime = TimeSpan.FromSeconds(10),
    Ioctls = needs.Ioctls,
    TracedProcess = needs.TracedProcess,
    PtraceRequests = needs.PtraceRequests,
});

void Spin()
{
    using var hypervisor = new ProcessHypervisor();
    using IVirtualMachine machine = hypervisor.CreateMachine(Guests.Spinning);
    using IVirtualCpu cpu = machine.BindCpu();
    output.WriteLine(machine.Needs.TracedProcess!.Value.ToString(CultureInfo.InvariantCulture));
    cpu.Run();
}
