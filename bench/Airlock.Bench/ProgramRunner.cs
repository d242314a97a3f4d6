using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Bench;

/// <summary>
/// Runs whole programs and tells what they took. By posix_spawn(3) and wait4(2): <see cref="Process"/> adds a
/// millisecond or two of its own, as long as the smallest rival runs, and doesn't tell a child's processor time.
/// </summary>
internal sealed class ProgramRunner
{
    private readonly string?[] _environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => $"{variable.Key}={variable.Value}").Append(null).ToArray();

    private readonly string _outputFile;
    private readonly string _errorFile;

    /// <param name="folder">Where the streams of the program that ran last are kept.</param>
    public ProgramRunner(string folder)
    {
        _outputFile = Path.Combine(folder, "stdout");
        _errorFile = Path.Combine(folder, "stderr");
    }

    /// <summary>What the last program wrote to its standard error.</summary>
    public string Errors => File.ReadAllText(_errorFile);

    /// <summary>Runs a program to its end; on cancellation it is killed.</summary>
    /// <param name="command">The program's path, and its arguments.</param>
    /// <param name="started">Is told its number as soon as it runs.</param>
    /// <exception cref="BenchException">It can't be started.</exception>
    public ProcessRun Run(
        IReadOnlyList<string> command, CancellationToken cancellation, Action<int>? started = null)
    {
        cancellation.ThrowIfCancellationRequested();
        string?[] arguments = [.. command, null];
        LibC.SpawnFileActions actions = Streams();
        _ = LibC.posix_spawnattr_init(out LibC.SpawnAttributes attributes);
        long start = Stopwatch.GetTimestamp();
        int error = LibC.posix_spawn(out int process, command[0], in actions, in attributes, arguments, _environment);
        LibC.posix_spawn_file_actions_destroy(ref actions);
        LibC.posix_spawnattr_destroy(ref attributes);
        if (error != 0)
        {
            throw new BenchException($"'{command[0]}' can't be started: {Marshal.GetPInvokeErrorMessage(error)}.");
        }

        started?.Invoke(process);
        using (cancellation.Register(() => LibC.kill(process, LibC.SIGKILL)))
        {
            // It stays a zombie, so that a late kill can't meet another process with its number.
            Retry(() => LibC.waitid(LibC.P_PID, process, out _, LibC.WEXITED | LibC.WNOWAIT));
        }

        TimeSpan wall = Stopwatch.GetElapsedTime(start);
        int status = 0;
        LibC.RUsage usage = default;
        Retry(() => LibC.wait4(process, out status, 0, out usage));
        cancellation.ThrowIfCancellationRequested();
        return new ProcessRun(wall, ProcessorTime(usage), ExitCodeOf(status));
    }

    /// <summary>wait(2): the low seven bits are the signal that ended it, the next byte the exit code.</summary>
    private static int ExitCodeOf(int status) =>
        (status & 0x7f) is var signal and not 0 ? 128 + signal : (status >> 8) & 0xff;

    private static TimeSpan ProcessorTime(in LibC.RUsage usage) =>
        TimeSpan.FromSeconds(usage.ru_utime_sec + usage.ru_stime_sec)
        + TimeSpan.FromMicroseconds(usage.ru_utime_usec + usage.ru_stime_usec);

    private static void Retry(Func<int> wait)
    {
        while (wait() < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR)
        {
        }
    }

    private LibC.SpawnFileActions Streams()
    {
        const int writeAfresh = LibC.O_WRONLY | LibC.O_CREAT | LibC.O_TRUNC;
        const uint ownerOnly = 0x180; // rw-------
        _ = LibC.posix_spawn_file_actions_init(out LibC.SpawnFileActions actions);
        _ = LibC.posix_spawn_file_actions_addopen(ref actions, 0, "/dev/null", LibC.O_RDONLY, 0);
        _ = LibC.posix_spawn_file_actions_addopen(ref actions, 1, _outputFile, writeAfresh, ownerOnly);
        _ = LibC.posix_spawn_file_actions_addopen(ref actions, 2, _errorFile, writeAfresh, ownerOnly);
        return actions;
    }
}
