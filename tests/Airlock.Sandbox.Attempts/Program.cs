using Airlock.Sandbox;
using Airlock.Sandbox.Attempts;
using Airlock.Sandbox.Processes;
using Microsoft.Win32.SafeHandles;

// attempts outside|begun|inside|earlier-thread|tracing|device ATTEMPT: shuts itself in as a worker does, then makes the attempt, and
// tells on the channel what came of it.
(string mode, string name) = (args[0], args[1]);
using var channel = new Channel(new SafeFileHandle(ChildProcess.ChannelDescriptor, ownsHandle: true));
if (mode != "outside")
{
    Sandbox.Begin();
}

channel.ReceiveExactly(new byte[1], out SafeFileHandle[] files);

// A thread from before the filter is there, as some of the runtime's are.
using var isClosed = new ManualResetEventSlim();
int result = -1;
var earlier = new Thread(() =>
{
    isClosed.Wait();
    result = Attempt.Make(name, files[0]);
});
if (mode == "earlier-thread")
{
    earlier.Start();
}

if (mode is "inside" or "earlier-thread" or "tracing" or "device")
{
    var rights = new SandboxRights
    {
        Files = [new SandboxFile { Handle = files[0], Length = 4096, IsWritable = true, GoesOn = mode == "device" }],
        Streams = [channel.Handle],
        TransferBytes = 8192,
        ZeroBytes = 1 << 20,
        AddressSpaceBytes = 2UL << 30,
        ProcessorTime = TimeSpan.FromSeconds(1),
        Ioctls = [0xae80],
    };

    // What may be done with a guest's process is tried on this one.
    Sandbox.Close(mode == "tracing"
        ? rights with { Ioctls = [], TracedProcess = Environment.ProcessId, PtraceRequests = [7, 12, 13, 0x4202] }
        : rights);
}

if (mode == "earlier-thread")
{
    isClosed.Set();
    earlier.Join();
}
else
{
    result = Attempt.Make(name, files[0]);
}

channel.Send(BitConverter.GetBytes(result));
return 0;
