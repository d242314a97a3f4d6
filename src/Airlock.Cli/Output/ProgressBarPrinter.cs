using Airlock.Protocol;
using Spectre.Console;

namespace Airlock.Cli.Output;

/// <summary>A live bar with rate and time left on the terminal; errors and the end stand above it as lines.</summary>
internal sealed class ProgressBarPrinter : IMessagePrinter
{
    private const double SectorSize = 512;

    private readonly IAnsiConsole _console = CreateConsole();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressTask> _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _live;

    /// <summary>Whether a person is looking: both streams are terminals that can move the cursor.</summary>
    public static bool IsUsable => Terminal.Is(StandardStreams.StandardOutput) && Terminal.Is(StandardStreams.StandardError)
        && CreateConsole().Profile.Capabilities is { Ansi: true, Interactive: true };

    public void Print(IReadOnlyList<GuestMessage> messages)
    {
        // Not before there is something to show: a job that can't start leaves no empty bar behind.
        _live ??= StartBar();
        ProgressTask task = AwaitBar(_live);
        foreach (GuestMessage message in messages)
        {
            switch (message.PayloadCase)
            {
                case GuestMessage.PayloadOneofCase.Progress:
                    task.MaxValue = message.Progress.Total * SectorSize;
                    task.Value = message.Progress.Current * SectorSize;
                    break;
                case GuestMessage.PayloadOneofCase.Error:
                    _console.MarkupLineInterpolated($"[red]{MessageText.Format(message)}[/]");
                    break;
                case GuestMessage.PayloadOneofCase.Complete when message.Complete.Success:
                    task.Value = task.MaxValue;
                    break;
            }
        }
    }

    public void Dispose()
    {
        _finished.TrySetResult();
        _live?.GetAwaiter().GetResult();
    }

    /// <summary>A bar that failed before it stood is an error, not something to wait for.</summary>
    private ProgressTask AwaitBar(Task live)
    {
        Task.WaitAny(_task.Task, live);
        return _task.Task.IsCompletedSuccessfully
            ? _task.Task.Result
            : throw live.Exception?.InnerException ?? new InvalidOperationException("The bar ended before the job.");
    }

    private Task StartBar() => _console.Progress()
        .AutoClear(false)
        .Columns(
            new TaskDescriptionColumn(),
            new ProgressBarColumn(),
            new PercentageColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn(),
            new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            _task.SetResult(context.AddTask("copy", maxValue: 1));
            await _finished.Task.ConfigureAwait(false);
        });

    /// <summary>A bar that can't be drawn any more is no reason to stop: the stream forgives.</summary>
    private static IAnsiConsole CreateConsole() => TerminalConsole.Create(StandardStreams.Error, StandardStreams.StandardError);
}
