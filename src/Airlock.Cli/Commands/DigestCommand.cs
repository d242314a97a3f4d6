using System.CommandLine;
using System.CommandLine.Parsing;
using Airlock.Cli.Output;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock digest IMAGE</c>: the SHA-256 of an image's contents.</summary>
internal static class DigestCommand
{
    private const int DigestBytes = 32;

    public static Command Create()
    {
        Argument<string> image = new("IMAGE") { Description = "The image: a file or block device." };
        var expect = new Option<string>("--expect")
        {
            Description = "End with 1 if that isn't the digest: 64 hexadecimal digits.",
            HelpName = "HEX",
        };
        expect.Validators.Add(CheckDigest);
        var reading = new ImageReading();
        var options = new JobOptions();
        var command = new Command(
            "digest", "Prints the SHA-256 of the contents of IMAGE, which is that of the raw disk that 'convert' would write.") { image };
        command.AddGroup("Options for the answer", expect);
        reading.AddTo(command);
        options.AddReadOnlyTo(command);
        command.SetAction(parsed => (int)Run(
            parsed.GetRequiredValue(image), reading.OptionsIn(parsed), options, parsed, parsed.GetValue(expect)));
        return command.WithExamples("airlock digest upload.qcow2", "airlock digest -f qcow2 --json upload");
    }

    private static ExitCode Run(string name, ImageOptions image, JobOptions options, ParseResult parsed, string? expected)
    {
        RunResult? result = null;
        ExitCode code = JobRunner.Run(
            [name],
            options,
            parsed,
            jobOptions => new DigestJob(name, image, jobOptions),
            _ => new AnswerPrinter(each => DigestReport.Of(name, result = each, options.Json(parsed))));
        if (code != ExitCode.Success || expected is null || result?.Digest is not { } digest
            || digest.Digest.Span.SequenceEqual(Convert.FromHexString(expected)))
        {
            return code;
        }

        Diagnostics.Say($"The contents are others than expected: their SHA-256 isn't {expected.ToLowerInvariant()}.");
        return ExitCode.OperationFailed;
    }

    private static void CheckDigest(OptionResult result)
    {
        if (result.Tokens is [{ Value: { } text }] && !(text.Length == 2 * DigestBytes && text.All(char.IsAsciiHexDigit)))
        {
            result.AddError($"'{text}' is no SHA-256: give 64 hexadecimal digits.");
        }
    }
}
