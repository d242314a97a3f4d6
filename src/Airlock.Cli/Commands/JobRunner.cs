using System.CommandLine;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Airlock.Vmm;
using Airlock.Vmm.Images;
using Microsoft.Extensions.Logging;

namespace Airlock.Cli.Commands;

/// <summary>Runs one job for <c>copy</c> or <c>run</c> and turns what came of it into output and an exit code.</summary>
internal static class JobRunner
{
    public static ExitCode Run(string input, string output, string? guestPath, JobOptions options, ParseResult parsed)
    {
        using var interrupt = new InterruptSource();
        using ILoggerFactory? loggers = options.Verbose(parsed) ? VerboseLogging.Create() : null;
        try
        {
            GuestImage? guest = guestPath is null ? null : GuestImage.Load(guestPath);
            DiskJobOptions jobOptions = options.ToDiskJobOptions(parsed, guest, loggers ?? new DiskJobOptions().LoggerFactory);
            RunResult result = RunJob(new DiskJob(input, output, jobOptions), options, parsed, interrupt.Token);
            if (options.Stats(parsed))
            {
                StatsTable.Print(result);
            }

            if (result.Reason is not null)
            {
                Diagnostics.Say(result.Reason);
            }

            return result.Outcome.ToExitCode();
        }
        catch (AirlockException e)
        {
            Diagnostics.Say(e.Message);
            return e.Error.ToExitCode();
        }
        catch (GuestImageException e)
        {
            Diagnostics.Say(e.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException e)
        {
            Diagnostics.Say(e.Message);
            return interrupt.ExitCode;
        }
    }

    private static RunResult RunJob(DiskJob job, JobOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        using IMessagePrinter printer = CreatePrinter(options, parsed);
        return job.Run(printer.Print, cancellation);
    }

    private static IMessagePrinter CreatePrinter(JobOptions options, ParseResult parsed)
    {
        MessageMode mode = options.MessagesIn(parsed);
        if (options.Json(parsed))
        {
            return new LinePrinter(MessageJson.WriteLine);
        }

        if (options.Progress(parsed) == "bar" || (options.Progress(parsed) == "auto" && ProgressBarPrinter.IsUsable))
        {
            return new ProgressBarPrinter();
        }

        return new LinePrinter(mode == MessageMode.Text
            ? (message, output) => PredecessorText.TryWriteLine(message, output)
            : MessageText.WriteLine);
    }
}
