using System.CommandLine;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock copy INPUT OUTPUT</c>: the main job.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        Argument<string> input = new("INPUT")
        {
            Description = "The file or block device to read.",
        };
        Argument<string> output = new("OUTPUT")
        {
            Description = "The file to create or replace when the copy is complete, or a block device to write in place.",
        };
        var options = new JobOptions();
        var command = new Command("copy", "Copies INPUT to OUTPUT through the copy guest.") { input, output };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            string from = parsed.GetRequiredValue(input), to = parsed.GetRequiredValue(output);
            return (int)JobRunner.Run([from, to], options, parsed, job => new DiskJob(from, to, job));
        });
        return command.WithExamples("airlock copy upload.img disk.img", "airlock copy --json --time-limit 600 upload.img /dev/vdb");
    }
}
