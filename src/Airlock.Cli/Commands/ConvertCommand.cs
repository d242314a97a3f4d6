using System.CommandLine;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock convert IMAGE OUTPUT</c>: the contents of an image as a raw disk.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> image = new("IMAGE") { Description = "The image: a file or block device." };
        Argument<string> output = new("OUTPUT")
        {
            Description = "The file to create or replace when all is converted, or a block device to write in place.",
        };
        var format = new Option<string>("--output-format", "-O") { Description = "The output's format: raw, and no other." }.Choosing("raw");
        var reading = new ImageReading();
        var options = new JobOptions();
        var command = new Command("convert", "Writes the contents of IMAGE, a qcow2, VMDK, VHD, VHDX or VDI image or a raw disk, to OUTPUT as a raw disk.") { image, output };
        command.AddGroup("Options for the output", format);
        reading.AddTo(command);
        options.AddConvertingTo(command);
        command.SetAction(parsed =>
        {
            string from = parsed.GetRequiredValue(image), to = parsed.GetRequiredValue(output);
            return (int)JobRunner.Run(
                [from, to], options, parsed, job => new ConvertJob(from, to, reading.OptionsIn(parsed), job));
        });
        return command.WithExamples("airlock convert upload.qcow2 disk.img", "airlock convert -f qcow2 --max-size 100G upload /dev/vdb");
    }
}
