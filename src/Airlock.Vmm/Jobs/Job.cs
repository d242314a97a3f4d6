using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Airlock.Hypervisor;
using Airlock.Interop;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>Something to be done in a throw-away machine, as often as it is run.</summary>
public abstract class Job
{
    private readonly Func<MachineKind, IHypervisor> _open;

    /// <param name="options">How the machine is run.</param>
    /// <param name="open">Opens a make of the machine.</param>
    private protected Job(DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
    {
        Options = options ?? new DiskJobOptions();
        _open = open;
    }

    /// <summary>What the last run came to; null before the first has ended.</summary>
    public RunResult? Result { get; private set; }

    private protected DiskJobOptions Options { get; }

    /// <summary>Runs the job on the calling thread, which also hears of the messages.</summary>
    /// <param name="onMessages">Called with messages as they come, several at a time when they come fast. While it runs the guest goes on, up to a bounded number of messages.</param>
    /// <param name="cancellationToken">Ends the run; the output stays as it was.</param>
    /// <exception cref="AirlockException">The run could not be started.</exception>
    /// <exception cref="Images.GuestImageException">The guest image is none.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunResult Run(Action<IReadOnlyList<GuestMessage>>? onMessages = null, CancellationToken cancellationToken = default)
    {
        long started = Stopwatch.GetTimestamp();
        Options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Result = RunWith(new JobContext(Options, _open, onMessages, started, cancellationToken));
            return Result;
        }
        catch (HostException e)
        {
            throw new AirlockException(AirlockError.HostUnsupported, e.Message, e);
        }
    }

    /// <summary>Refuses a path that no file can have.</summary>
    private protected static void CheckName(string path, [CallerArgumentExpression(nameof(path))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameter);
        if (!PathBytes.IsName(path))
        {
            throw new ArgumentException("No file can have that name: it has a NUL or half of a character in it.", parameter);
        }
    }

    private protected InputFile OpenInput(string path) => InputFile.Open(path, direct: Options.Direct.HasFlag(DirectIo.Input));

    /// <summary>Opens and checks what is to be written.</summary>
    /// <param name="length">Bytes that it is to have.</param>
    /// <param name="needed">Of those, bytes that are going to be written at least.</param>
    private protected OutputTarget OpenOutput(string path, InputFile input, ulong length, ulong needed)
    {
        OutputTarget output = OutputTarget.Open(path, input, length, Options.OutputRules);
        try
        {
            OutputChecks.Run(Options, output, path, needed);
            if (Options.Direct.HasFlag(DirectIo.Output))
            {
                output.GoDirect();
            }

            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Opens the files and runs a machine over them, or one after the other.</summary>
    private protected abstract RunResult RunWith(JobContext context);

    /// <summary>Runs the job on another thread.</summary>
    /// <param name="progress">Hears of each message, on that thread.</param>
    /// <param name="cancellationToken">Ends the run; the output stays as it was.</param>
    /// <inheritdoc cref="Run" path="/exception"/>
    public Task<RunResult> RunAsync(IProgress<GuestMessage> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return Task.Factory.StartNew(
            () => Run(messages => ReportAll(messages, progress), cancellationToken),
            cancellationToken, // the task's as well, which makes it a canceled one rather than a faulted
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Runs the job on another thread and yields its messages; afterwards, <see cref="Result"/> is set.</summary>
    /// <param name="cancellationToken">Ends the run; the output stays as it was. So does leaving the loop early.</param>
    /// <inheritdoc cref="Run" path="/exception"/>
    public async IAsyncEnumerable<GuestMessage> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<GuestMessage> channel = Channel.CreateBounded<GuestMessage>(new BoundedChannelOptions(capacity: 1024)
        {
            SingleReader = true,
            SingleWriter = true,
        });
        Task<RunResult> run = RunAsync(new ChannelProgress(channel.Writer, cancellation.Token), cancellation.Token);
        _ = run.ContinueWith(_ => channel.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (GuestMessage message in channel.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return message;
            }
        }
        finally
        {
            if (!run.IsCompleted)
            {
                await cancellation.CancelAsync().ConfigureAwait(false);
                await run.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            }
        }

        await OfCaller(run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Who waits for their own token to be cancelled isn't interested in one of ours.</summary>
    private static async Task OfCaller(Task run, CancellationToken cancellationToken)
    {
        try
        {
            await run.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private static void ReportAll(IReadOnlyList<GuestMessage> messages, IProgress<GuestMessage> progress)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            progress.Report(messages[i]);
        }
    }

    /// <summary>Hands messages to the reader of a stream, waiting for it when it has fallen behind.</summary>
    private sealed class ChannelProgress(ChannelWriter<GuestMessage> writer, CancellationToken cancellation) : IProgress<GuestMessage>
    {
        public void Report(GuestMessage value)
        {
            if (!writer.TryWrite(value))
            {
                writer.WriteAsync(value, cancellation).AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
