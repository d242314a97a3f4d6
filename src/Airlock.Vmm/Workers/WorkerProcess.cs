using Airlock.Sandbox.Processes;

namespace Airlock.Vmm.Workers;

/// <summary>
/// A process for the machine of one run, which holds nothing but what it needs and gives up every other right before the
/// guest runs. See docs/security.md, "How the process is confined".
/// </summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>The runtime reserves room for twice that, which the limit on memory has to allow.</summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit=0x4000000"; // 64 MiB

    private WorkerProcess(ChildProcess process)
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
        try
        {
            return new WorkerProcess(ChildProcess.Start(program, ["airlock", WorkerProgram.Command], [HeapLimit]));
        }
        catch (IOException e)
        {
            throw new AirlockException(AirlockError.HostUnsupported, $"The worker can't be started: {e.Message}.", e);
        }
    }

    /// <summary>Ends it if it is still there.</summary>
    public void Dispose() => Process.Dispose();
}
