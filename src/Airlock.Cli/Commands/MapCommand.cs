using System.CommandLine;
using Airlock.Cli.Output;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock map IMAGE</c>: what lies where in an image's virtual disk.</summary>
internal static class MapCommand
{
    public static Command Create()
    {
        Argument<string> image = new("IMAGE") { Description = "The image: a file or block device." };
        var reading = new ImageReading();
        var options = new JobOptions();
        var command = new Command(
            "map", "Prints where data, zeroes and holes are in the virtual disk of IMAGE, and where in its file the data lie.") { image };
        reading.AddTo(command);
        options.AddReadOnlyTo(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(image);
            return (int)JobRunner.Run(
                [name],
                options,
                parsed,
                job => new MapJob(name, reading.OptionsIn(parsed), job),
                interrupt => CreatePrinter(options.Json(parsed), options.TimeLimit(parsed), interrupt));
        });
        return command.WithExamples("airlock map upload.qcow2", "airlock map --json -f qcow2 upload");
    }

    private static LinePrinter CreatePrinter(bool json, TimeSpan limit, CancellationToken interrupt)
    {
        var output = new InterruptibleOutput(StandardStreams.StandardOutput, limit, interrupt);
        if (json)
        {
            var array = new MapJson();
            return new LinePrinter(array.Write, output, array.End);
        }

        var table = new MapTable();
        return new LinePrinter(table.Write, output, table.End);
    }
}
