using System.CommandLine;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock run --input INPUT --output OUTPUT GUEST</c>: the same machine with any guest.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> guest = new("GUEST")
        {
            Description = "A guest image: a flat binary or an ELF64 executable.",
        };
        var input = new Option<string>("--input") { Description = "The file or block device behind the input device.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--output") { Description = "The file or block device behind the output device.", Required = true, HelpName = "FILE" };
        var options = new JobOptions();
        var command = new Command("run", "Runs a guest of your own on the same machine.") { guest, input, output };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            string from = parsed.GetRequiredValue(input), to = parsed.GetRequiredValue(output), image = parsed.GetRequiredValue(guest);
            return (int)JobRunner.Run(
                [from, to, image], options, parsed, job => new DiskJob(from, to, job with { Guest = GuestImage.Load(image) }));
        });
        return command.WithExamples("airlock run --input in.img --output out.img guest.elf");
    }
}
