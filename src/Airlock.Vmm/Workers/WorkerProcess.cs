using System.Collections;
using Airlock.Sandbox.Processes;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>
/// A process for the machine of one run, which holds nothing but what it needs and gives up every other right before the
/// guest runs. See docs/security.md, "How the process is confined".
/// </summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>
    /// 96 MiB, in hexadecimal: room for the largest guest image. Without it the runtime reserves twice the host's memory,
    /// and no limit on address space could hold.
    /// </summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=6000000";

    /// <summary>libc reserves 64 MiB for each thread that allocates, unless it is told not to (mallopt(3)).</summary>
    private const string OneArena = "MALLOC_ARENA_MAX=1";

    internal WorkerProcess(ChildProcess process)
    {
        Process = process;
    }

    internal ChildProcess Process { get; }

    /// <summary>Starts a worker, which waits for a job. It ends with the thread that started it.</summary>
    /// <param name="program">Path of the airlock program, or of one that calls <see cref="WorkerProgram.Run"/>.</param>
    /// <exception cref="AirlockException">It can't be started.</exception>
    public static WorkerProcess Start(string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        return OrRefuse(() => ChildProcess.Start(program, ["airlock", WorkerProgram.Command], Environment()));
    }

    /// <summary>Takes a worker that this process has started in another way than <see cref="Start"/>, and in the same state.</summary>
    /// <param name="processId">It hasn't been waited for yet.</param>
    /// <param name="channel">This end of its channel; owned by the worker's object from now on.</param>
    /// <exception cref="AirlockException">It can't be watched, and was ended.</exception>
    public static WorkerProcess Adopt(int processId, SafeFileHandle channel) =>
        OrRefuse(() => ChildProcess.Adopt(processId, new Channel(channel)));

    private static WorkerProcess OrRefuse(Func<ChildProcess> start)
    {
        try
        {
            return new WorkerProcess(start());
        }
        catch (IOException e)
        {
            throw new AirlockException(AirlockError.HostUnsupported, $"The worker can't be started: {e.Message}.", e);
        }
    }

    /// <summary>Settings of its own, and those of the dynamic loader (ld.so(8)): it finds its libraries as this process does.</summary>
    private static string[] Environment()
    {
        List<string> variables = [HeapLimit, OneArena];
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith("LD_", StringComparison.Ordinal))
            {
                variables.Add($"{name}={variable.Value}");
            }
        }

        return [.. variables];
    }

    /// <summary>Ends it if it is still there.</summary>
    public void Dispose() => Process.Dispose();
}
