using System.CommandLine;
using Airlock.Cli.Output;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock info IMAGE</c>: what an image says it is, and whether <c>convert</c> would take it.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> image = new("IMAGE") { Description = "The image: a file or block device." };
        var strict = new Option<bool>("--strict") { Description = "Follow all tables, and end with 6 unless 'convert' would take the image, as far as can be told without decompressing it." };
        var reading = new ImageReading();
        var options = new JobOptions();
        var command = new Command("info", "Tells what IMAGE is: its format, size and state, and what it refers to.") { image };
        command.AddGroup("Options for the answer", strict);
        reading.AddTo(command);
        options.AddReadOnlyTo(command);
        command.SetAction(parsed => (int)Run(
            parsed.GetRequiredValue(image), reading.OptionsIn(parsed), options, parsed, parsed.GetValue(strict)));
        return command.WithExamples("airlock info upload.qcow2", "airlock info --strict --json --time-limit 10 upload");
    }

    private static ExitCode Run(string name, ImageOptions image, JobOptions options, ParseResult parsed, bool strict)
    {
        InfoJob? job = null;
        ExitCode code = JobRunner.Run(
            [name],
            options,
            parsed,
            jobOptions => job = new InfoJob(name, image, jobOptions) { FollowsTables = strict },
            _ => new AnswerPrinter(result => Answer(
                new ImageReport(name, job?.AllocatedBytes ?? 0, result.Info, result.Refusal), result.Outcome, options.Json(parsed))));
        if (code != ExitCode.Success || !strict || job?.Result?.Info?.Convertible is not { } refusal)
        {
            return code;
        }

        Diagnostics.Say(RefusalSentence.Of(refusal));
        return ExitCode.Refused;
    }

    /// <summary>A table for people, or one JSON object.</summary>
    private static string? Answer(ImageReport image, RunOutcome outcome, bool json) => outcome switch
    {
        RunOutcome.Succeeded or RunOutcome.Refused when json => ImageReportJson.Of(image),
        RunOutcome.Succeeded => ImageReportTable.Of(image, Terminal.WidthOf(StandardStreams.StandardOutput)),
        _ => null,
    };
}
