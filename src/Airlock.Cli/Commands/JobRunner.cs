using System.Buffers;
using System.CommandLine;
using System.Runtime.InteropServices;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Microsoft.Extensions.Logging;

namespace Airlock.Cli.Commands;

/// <summary>Runs one job for <c>copy</c> or <c>run</c> and turns what came of it into output and an exit code.</summary>
internal static class JobRunner
{
    /// <summary>
    /// Ignored, so that a write past RLIMIT_FSIZE is an error to report and not the end (setrlimit(2)). For as long as the
    /// process runs: a signal is handled on another thread, which may come to it only after the job.
    /// </summary>
    private static readonly PosixSignalRegistration s_fileSizeLimit =
        PosixSignalRegistration.Create((PosixSignal)25, context => context.Cancel = true);

    public static ExitCode Run(string input, string output, string? guestPath, JobOptions options, ParseResult parsed)
    {
        if (input.Length == 0 || output.Length == 0 || guestPath is { Length: 0 })
        {
            Diagnostics.Say("A file's name is empty; check the variable that it should come from.");
            return ExitCode.Usage;
        }

        using var interrupt = new InterruptSource();
        GC.KeepAlive(s_fileSizeLimit);
        using IMessagePrinter printer = CreatePrinter(options, parsed, interrupt.Token);
        using ILoggerFactory? loggers = options.Verbose(parsed) ? VerboseLogging.Create() : null;
        try
        {
            GuestImage? guest = guestPath is null ? null : GuestImage.Load(guestPath);
            DiskJobOptions jobOptions = options.ToDiskJobOptions(parsed, guest, loggers ?? new DiskJobOptions().LoggerFactory);
            if (!options.IsSandboxed(parsed))
            {
                Diagnostics.Say("The sandbox is off: the machine runs with all rights of this process.");
            }

            jobOptions = jobOptions with { OnMachineChosen = SayWhyNotKvm };
            RunResult result = new DiskJob(input, output, jobOptions).Run(printer.Print, interrupt.Token);
            printer.PrintResult(result);
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
        catch (PrintException e)
        {
            Diagnostics.Say(e.Message);
            return ExitCode.OperationFailed;
        }
        catch (OperationCanceledException e)
        {
            Diagnostics.SayBriefly(e.Message);
            return interrupt.ExitCode;
        }
    }

    private static void SayWhyNotKvm(MachineChoice choice)
    {
        if (choice.WhyNotKvm is { } why)
        {
            Diagnostics.Say($"Using the process machine. {why}");
        }
    }

    private static IMessagePrinter CreatePrinter(JobOptions options, ParseResult parsed, CancellationToken interrupt)
    {
        MessageMode mode = options.MessagesIn(parsed);
        if (options.Json(parsed))
        {
            return CreateLines(MessageJson.WriteLine, options.TimeLimit(parsed), interrupt, ResultJson.WriteLine);
        }

        if (options.Progress(parsed) == "bar" || (options.Progress(parsed) == "auto" && ProgressBarPrinter.IsUsable))
        {
            return new ProgressBarPrinter();
        }

        return mode == MessageMode.Text
            ? CreateLines((message, output) => PredecessorText.TryWriteLine(message, output), options.TimeLimit(parsed), interrupt)
            : CreateLines(MessageText.WriteLine, options.TimeLimit(parsed), interrupt);
    }

    private static LinePrinter CreateLines(
        Action<GuestMessage, IBufferWriter<byte>> format,
        TimeSpan limit,
        CancellationToken interrupt,
        Action<RunResult, IBufferWriter<byte>>? formatResult = null) =>
        new(format, new InterruptibleOutput(StandardStreams.StandardOutput, limit, interrupt), formatResult);
}
