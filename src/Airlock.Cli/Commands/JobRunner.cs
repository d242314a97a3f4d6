using System.Buffers;
using System.CommandLine;
using System.Runtime.InteropServices;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Extensions.Logging;

namespace Airlock.Cli.Commands;

/// <summary>Runs the job of a command and turns what came of it into output and an exit code.</summary>
internal static class JobRunner
{
    /// <summary>
    /// Ignored, so that a write past RLIMIT_FSIZE is an error to report and not the end (setrlimit(2)). For as long as the
    /// process runs: a signal is handled on another thread, which may come to it only after the job.
    /// </summary>
    private static readonly PosixSignalRegistration s_fileSizeLimit =
        PosixSignalRegistration.Create((PosixSignal)25, context => context.Cancel = true);

    /// <param name="names">The files that the command line names.</param>
    /// <param name="create">Makes the job.</param>
    /// <param name="createPrinter">Makes what shows its messages and its result, until an interrupt; null for what the options ask for.</param>
    public static ExitCode Run(
        string[] names,
        JobOptions options,
        ParseResult parsed,
        Func<DiskJobOptions, Job> create,
        Func<CancellationToken, IMessagePrinter>? createPrinter = null)
    {
        if (WrongNameAmong(names) is { } sentence)
        {
            Diagnostics.Say(sentence);
            return ExitCode.Usage;
        }

        var interrupt = new InterruptSource();
        GC.KeepAlive(s_fileSizeLimit);
        try
        {
            // When it returns, log and bar have said all that they have to say: the reason comes last, but for the table.
            RunResult result = RunJob();
            if (result.Reason is not null)
            {
                Diagnostics.Say(result.Reason);
            }

            if (options.Stats(parsed))
            {
                StatsTable.Print(result);
            }

            return result.Outcome.ToExitCode();
        }
        catch (OperationCanceledException e) when (!LastResort.HasFailedElsewhere)
        {
            Diagnostics.SayBriefly(e.Message);
            return interrupt.ExitCode;
        }

        RunResult RunJob()
        {
            using IMessagePrinter printer = createPrinter?.Invoke(interrupt.Token) ?? CreatePrinter(options, parsed, interrupt.Token);
            using ILoggerFactory? loggers = options.Verbose(parsed) ? VerboseLogging.Create() : null;
            DiskJobOptions jobOptions = options.ToDiskJobOptions(parsed, loggers ?? new DiskJobOptions().LoggerFactory);
            if (!options.IsSandboxed(parsed))
            {
                Diagnostics.Say("The sandbox is off: the machine runs with all rights of this process.");
            }

            jobOptions = jobOptions with { OnMachineChosen = SayWhyNotKvm, OnDeviceRest = SayWhatStays };
            RunResult result = create(jobOptions).Run(printer.Print, interrupt.Token);
            printer.PrintResult(result);
            return result;
        }
    }

    /// <summary>What no file is called on purpose, as a sentence; null if there is none of that.</summary>
    private static string? WrongNameAmong(string[] names)
    {
        foreach (string name in names)
        {
            switch (name)
            {
                case "":
                    return "A file's name is empty; check the variable that it should come from.";
                case "-":
                    return "A stream can't be a disk: write it to a file first. For a file that is called '-', write './-'.";
            }
        }

        return null;
    }

    private static void SayWhyNotKvm(MachineChoice choice)
    {
        if (choice.WhyNotKvm is { } why)
        {
            Diagnostics.Say($"Using the process machine. {why}");
        }
    }

    private static void SayWhatStays(DeviceRest rest) => Diagnostics.Say(
        $"The output device is larger than the image: {rest.Length} bytes from byte {rest.Start} on keep what they hold, such as a backup"
        + " partition table or the label of an array; --zero-rest zeroes them.");

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
        new(format, new InterruptibleOutput(StandardStreams.StandardOutput, limit, interrupt) { MayBeClosed = true }, formatResult);
}
