using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// One run of a guest over an input and an output: by default, a copy. What stands under the output's name stays
/// untouched until the run has succeeded.
/// </summary>
/// <example>
/// <code>
/// var job = new DiskJob("in.img", "out.img");
/// await foreach (GuestMessage message in job.RunAsync(cancellationToken))
///     Console.WriteLine(MessageText.Format(message));
/// Console.WriteLine(job.Result!.Outcome);
/// </code>
/// </example>
public sealed class DiskJob
{
    private readonly string _inputPath;
    private readonly string _outputPath;
    private readonly DiskJobOptions _options;
    private readonly Func<MachineKind, IHypervisor> _open;

    /// <param name="inputPath">A regular file or a block device.</param>
    /// <param name="outputPath">A file to create or replace, or a block device to write in place.</param>
    /// <param name="options">Null for the defaults.</param>
    public DiskJob(string inputPath, string outputPath, DiskJobOptions? options = null)
        : this(inputPath, outputPath, options, Hypervisors.Open)
    {
    }

    /// <param name="open">Opens a make of the machine.</param>
    internal DiskJob(string inputPath, string outputPath, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(inputPath);
        ArgumentException.ThrowIfNullOrEmpty(outputPath);
        _inputPath = inputPath;
        _outputPath = outputPath;
        _options = options ?? new DiskJobOptions();
        _open = open;
    }

    /// <summary>What the last run came to; null before the first has ended.</summary>
    public RunResult? Result { get; private set; }

    /// <summary>Runs the job on the calling thread, which also hears of the messages.</summary>
    /// <param name="onMessages">Called with messages as they come, several at a time when they come fast. While it runs the guest goes on, up to a bounded number of messages.</param>
    /// <param name="cancellationToken">Ends the run; the output stays as it was.</param>
    /// <exception cref="AirlockException">The run could not be started.</exception>
    /// <exception cref="Images.GuestImageException">The guest image is none.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunResult Run(Action<IReadOnlyList<GuestMessage>>? onMessages = null, CancellationToken cancellationToken = default)
    {
        long started = Stopwatch.GetTimestamp();
        _options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        using InputFile input = InputFile.Open(_inputPath, direct: _options.Direct.HasFlag(DirectIo.Input));
        using OutputTarget output = OutputTarget.Open(_outputPath, input);
        if (_options.Direct.HasFlag(DirectIo.Output))
        {
            output.GoDirect();
        }

        try
        {
            MachineChoice machine = MachineChoice.Open(_options.Machine, _options.Ring, _open, out IHypervisor hypervisor);
            using (hypervisor)
            {
                _options.OnMachineChosen?.Invoke(machine);
                var run = new JobRun(_options, input, output, machine.Kind, hypervisor);
                Result = run.Run(onMessages, started, cancellationToken);
                return Result;
            }
        }
        catch (HostException e)
        {
            throw new AirlockException(AirlockError.HostUnsupported, e.Message, e);
        }
    }

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
