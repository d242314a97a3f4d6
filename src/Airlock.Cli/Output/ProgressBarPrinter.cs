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
    public static bool IsUsable => !Console.IsOutputRedirected && !Console.IsErrorRedirected
        && CreateConsole().Profile.Capabilities is { Ansi: true, Interactive: true };

    public void Print(IReadOnlyList<GuestMessage> messages)
    {
        // Not before there is something to show: a job that can't start leaves no empty bar behind.
        _live ??= StartBar();
        ProgressTask task = _task.Task.GetAwaiter().GetResult();
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

    private static IAnsiConsole CreateConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
    });
}
