using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Extensions.Logging;

namespace Airlock.Vmm.Jobs;

/// <summary>What a run writes into the log: its stages, and what goes wrong, of which a guest can't cause without end.</summary>
internal sealed partial class RunLog
{
    private const int MaxFailures = 20;

    private readonly ILogger _logger;
    private int _failures;

    public RunLog(ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger("airlock");
    }

    public void Starting(string guest, MachineKind kind, DiskJobOptions options, ulong inputBytes) =>
        LogStarting(guest, kind, options.MemoryBytes >> 20, options.Ring, inputBytes);

    public void Started(TimeSpan elapsed) => LogStarted(elapsed.TotalMilliseconds);

    public void Confined(int landlock)
    {
        if (landlock == 0)
        {
            LogConfinedWithoutLandlock();
        }
        else
        {
            LogConfined(landlock);
        }
    }

    public void FirstMessage(TimeSpan elapsed) => LogFirstMessage(elapsed.TotalMilliseconds);

    public void Stopped(StopCause cause, long exits, long requests, long messages) => LogStopped(cause, exits, requests, messages);

    /// <summary>From any thread. After a while failures are only counted, by the devices.</summary>
    public void StoreFailed(StoreFailure failure)
    {
        int count = Interlocked.Increment(ref _failures);
        if (count <= MaxFailures && _logger.IsEnabled(LogLevel.Warning))
        {
            string description = failure.Describe();
            LogStoreFailed(description);
            if (count == MaxFailures)
            {
                LogSuppressed();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Running {Guest} in a {Machine} machine with {Megabytes} MiB of RAM, from ring {Ring}; the input has {Bytes} bytes.")]
    private partial void LogStarting(string guest, MachineKind machine, ulong megabytes, int ring, ulong bytes);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The machine stands after {Milliseconds:0.0} ms.")]
    private partial void LogStarted(double milliseconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The worker is confined: Landlock {Version}, seccomp, limits.")]
    private partial void LogConfined(int version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The worker is confined by seccomp and limits; this kernel has no Landlock.")]
    private partial void LogConfinedWithoutLandlock();

    [LoggerMessage(Level = LogLevel.Debug, Message = "The guest's first message came after {Milliseconds:0.0} ms.")]
    private partial void LogFirstMessage(double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request failed: {Failure}.")]
    private partial void LogStoreFailed(string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Further failed requests are not logged.")]
    private partial void LogSuppressed();

    [LoggerMessage(Level = LogLevel.Information, Message = "The run ended: {Cause}; {Exits} exits, {Requests} requests, {Messages} messages.")]
    private partial void LogStopped(StopCause cause, long exits, long requests, long messages);
}
