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
    /// <returns>
    /// Whether there was a job; what became of it was told to the parent. False if no parent has asked for anything.
    /// </returns>
    public static bool Run()
    {
        using var channel = new Channel(new SafeFileHandle(ChildProcess.ChannelDescriptor, ownsHandle: true));
        try
        {
            int landlock = Sandbox.Sandbox.Begin();
            return WorkerJob.Run(channel, rights =>
            {
                Sandbox.Sandbox.Close(rights);
                return landlock;
            });
        }
        catch (SandboxException e)
        {
            new RecordWriter(channel).WriteRefusal(RefusalKind.Host, e.Message);
            return true;
        }
    }
}
