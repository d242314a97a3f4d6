using Airlock.Sandbox;
using Airlock.Sandbox.Processes;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>What a program does that is started as a <see cref="WorkerProcess"/>.</summary>
public static class WorkerProgram
{
    /// <summary>The only argument of a worker; its Main calls <see cref="Run"/> then, before anything else.</summary>
    public const string Command = "worker";

    /// <summary>Does one job for the parent process, on the descriptors that it has handed over.</summary>
    /// <returns>The exit code: 0; what came of the job was said on the channel.</returns>
    public static int Run()
    {
        using var channel = new Channel(new SafeFileHandle(ChildProcess.ChannelDescriptor, ownsHandle: true));
        try
        {
            int landlock = Sandbox.Sandbox.Begin();
            WorkerJob.Run(channel, rights =>
            {
                Sandbox.Sandbox.Close(rights);
                return landlock;
            });
        }
        catch (SandboxException e)
        {
            new RecordWriter(channel).WriteRefusal(RefusalKind.Host, e.Message);
        }

        return 0;
    }
}
