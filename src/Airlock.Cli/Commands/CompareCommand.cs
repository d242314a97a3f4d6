using System.CommandLine;
using Airlock.Cli.Output;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock compare A B</c>: whether two images hold the same.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string> first = new("A") { Description = "An image: a file or block device." };
        Argument<string> second = new("B") { Description = "Another one." };
        var strict = new Option<bool>("--strict") { Description = "Disks of different sizes differ, also where the rest of the longer one is zero." };
        var format = new Option<string>("--second-format", "-F") { Description = "The format of B, as --format is that of A." }
            .Choosing([.. ImageOptions.Formats, "vpc"]);
        var reading = new ImageReading();
        var options = new JobOptions();
        var command = new Command(
            "compare", "Tells whether two images hold the same, whatever their formats: ends with 0 if they do, and with 1 if not.") { first, second };
        command.AddGroup("Options for the answer", strict);
        command.AddGroup("Options for the second image", format);
        reading.AddTo(command);
        options.AddReadOnlyTo(command);
        command.SetAction(parsed =>
        {
            string[] names = [parsed.GetRequiredValue(first), parsed.GetRequiredValue(second)];
            return (int)Run(names, options, parsed, parsed.GetValue(strict), job => new CompareJob(names[0], names[1], reading.OptionsIn(parsed), job)
            {
                SecondFormat = ImageReading.NameOf(parsed.GetValue(format)),
            });
        });
        return command.WithExamples("airlock compare backup.qcow2 disk.img", "airlock compare -f qcow2 -F raw --strict backup disk");
    }

    private static ExitCode Run(string[] names, JobOptions options, ParseResult parsed, bool isStrict, Func<DiskJobOptions, Job> create)
    {
        RunResult? result = null;
        ExitCode code;
        try
        {
            code = JobRunner.Run(
                names,
                options,
                parsed,
                create,
                _ => new AnswerPrinter(each => ComparisonReport.Of(result = each, isStrict, options.Json(parsed))));
        }
        catch (AirlockException e) when (e.Error == AirlockError.FileAccess)
        {
            Diagnostics.Say(e.Message);
            return ExitCode.Unreadable;
        }

        return code switch
        {
            ExitCode.Success => result?.Comparison is { } comparison && ComparisonReport.IsSame(comparison, isStrict)
                ? ExitCode.Success
                : ExitCode.OperationFailed,
            ExitCode.OperationFailed => ExitCode.Unreadable, // 1 is an answer here
            _ => code,
        };
    }
}
