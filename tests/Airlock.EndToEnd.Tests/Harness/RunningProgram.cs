using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>
/// A program under way: its streams are read as they come, signals can be sent, and it is never waited for without end.
/// </summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;
    private readonly TaskCompletionSource _firstProgress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task _reading = Task.CompletedTask;
    private bool _disposed;

    private RunningProgram(Process process, bool readOutput)
    {
        _process = process;
        _error = OnThread(process.StandardError.ReadToEnd);
        if (readOutput)
        {
            StartReading();
        }
    }

    public int Id => _process.Id;

    /// <param name="readOutput">False leaves standard output a pipe that nobody reads.</param>
    public static RunningProgram Start(string program, string[] arguments, bool readOutput = true)
    {
        // A test runner in the background may have been started with SIGINT ignored, which children inherit.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT,TERM", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' didn't start.");
        process.StandardInput.Close();
        return new RunningProgram(process, readOutput);
    }

    /// <summary>Begins to read what it says, if nobody has so far.</summary>
    public void StartReading() => _reading = OnThread(ReadOutput);

    /// <summary>Returns once the guest has reported progress for the first time.</summary>
    public void WaitForProgress() => Assert.True(
        _firstProgress.Task.Wait(TestTime.Scale(s_patience)) && !_process.HasExited,
        "The program ended, or never came to report progress.");

    /// <summary>Waits until its first thread, which prints, is inside poll(2): there is no room for what it wants to say.</summary>
    public void WaitUntilNobodyReads()
    {
        // The first word of proc_pid_syscall(5) is the call's number.
        const string poll = "7 ";
        long started = Stopwatch.GetTimestamp();
        while (!File.ReadAllText($"/proc/{Id}/task/{Id}/syscall").StartsWith(poll, StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TestTime.Scale(s_patience), "It never waited for a reader.");
            Thread.Sleep(10);
        }
    }

    /// <summary>The most memory that it has used so far, in bytes, with its children.</summary>
    public long PeakMemory() => Family().Sum(id =>
    {
        string[] status = File.ReadAllLines($"/proc/{id}/status");
        string peak = status.First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kibibytes = peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kibibytes, CultureInfo.InvariantCulture) << 10;
    });

    /// <param name="name">Such as INT.</param>
    public void Signal(string name) => Assert.True(TrySignal(name, [Id]));

    /// <summary>The same at any moment, so that the program may have ended by itself before.</summary>
    public void SignalUnlessEnded(string name) =>
        Assert.True(TrySignal(name, [Id]) || _process.WaitForExit(TestTime.Scale(s_patience)));

    /// <summary>Sends a signal to the program and its children, as a terminal does to a job.</summary>
    public void SignalAll(string name) => Assert.True(TrySignal(name, Family()));

    /// <summary>Kills the program itself, and waits until no child of it is left, either.</summary>
    public void Kill()
    {
        int[] family = Family();
        _process.Kill();
        Assert.True(_process.WaitForExit(TestTime.Scale(s_patience)), "The program outlives SIGKILL.");
        long started = Stopwatch.GetTimestamp();
        while (family.Any(IsAlive))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TestTime.Scale(s_patience), "A child outlives the program.");
            Thread.Sleep(1);
        }
    }

    /// <summary>Waits for its end; one that never comes fails the test, and kills it.</summary>
    public ProgramResult Wait() => Wait(s_patience);

    public ProgramResult Wait(TimeSpan patience)
    {
        using (this)
        {
            TimeSpan limit = TestTime.Scale(patience);
            Assert.True(_process.WaitForExit(limit), $"The program didn't end within {limit.TotalSeconds} seconds.");
            Assert.True(Task.WaitAll([_reading, _error], limit), "The program has ended, but its streams haven't: who has them?");
            return new ProgramResult(_process.ExitCode, _output.ToString(), _error.Result);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TestTime.Scale(s_patience));
        }

        _process.Dispose();
    }

    private static bool TrySignal(string name, int[] processes)
    {
        string[] arguments = ["-s", name, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))];
        using Process kill = Process.Start("kill", arguments);
        Assert.True(kill.WaitForExit(TestTime.Scale(s_patience)));
        return kill.ExitCode == 0;
    }

    /// <summary>The program and its children (proc_pid_children(5)).</summary>
    private int[] Family()
    {
        try
        {
            string children = File.ReadAllText($"/proc/{Id}/task/{Id}/children");
            string[] ids = children.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [Id, .. ids.Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [Id]; // it has ended meanwhile
        }
    }

    /// <summary>Neither gone nor dead and waiting for its parent to hear of it.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// On a thread of its own: reading a pipe blocks a thread, and the pool has as many as there are processors.
    /// </summary>
    private static Task<T> OnThread<T>(Func<T> read) => Task.Factory.StartNew(
        read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool ReadOutput()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _output.Append(line).Append('\n');
            if (line.Contains("PROGRESS", StringComparison.Ordinal))
            {
                _firstProgress.TrySetResult();
            }
        }

        _firstProgress.TrySetResult();
        return true;
    }
}
