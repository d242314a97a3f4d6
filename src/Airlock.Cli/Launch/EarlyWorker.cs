using System.Runtime.InteropServices;
using Airlock.Vmm.Results;
using Airlock.Vmm.Workers;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli.Launch;

/// <summary>
/// The worker of a job, which launch.c has started before this program's runtime: two runtimes start at the same time.
/// </summary>
internal static partial class EarlyWorker
{
    /// <summary>This program, also if its file has been replaced since.</summary>
    private const string ThisProgram = "/proc/self/exe";

    /// <summary>The worker, for one job.</summary>
    /// <exception cref="AirlockException">It can't be started.</exception>
    public static WorkerProcess Take() => TakeStarted() ?? WorkerProcess.Start(ThisProgram);

    /// <summary>Ends one that nobody has taken.</summary>
    public static void Discard()
    {
        try
        {
            TakeStarted()?.Dispose();
        }
        catch (AirlockException)
        {
            // It can't be watched, and was ended.
        }
    }

    private static WorkerProcess? TakeStarted()
    {
        int id = TakeWorker(out int channel);
        return id < 0 ? null : WorkerProcess.Adopt(id, new SafeFileHandle(channel, ownsHandle: true));
    }

    /// <summary>launch.c: its process and our end of its channel, once; a negative number if there is none.</summary>
    [LibraryImport("launch", EntryPoint = "airlock_take_worker")]
    private static partial int TakeWorker(out int channel);
}
