using System.CommandLine;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Commands;

/// <summary>The options of commands that read an image.</summary>
internal sealed class ImageReading
{
    private readonly Option<string> _format = new Option<string>("--format", "-f")
    {
        Description = "The image's format, so that nothing is detected; vpc is another word for vhd.",
    }.Choosing([.. ImageOptions.Formats, "vpc"]);

    private readonly Option<ulong?> _maxSize = new("--max-size")
    {
        Description = "The largest virtual disk that is taken; K, M, G and T are understood (default: 64T).",
        HelpName = "BYTES",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<ulong?> _maxAmplification = new("--max-amplification")
    {
        Description = "The most bytes of data that a byte of the image may become (default: 10000, and 1 GiB in any case).",
        HelpName = "FACTOR",
        CustomParser = Values.ParseCount,
    };

    private readonly Option<string> _accept = new Option<string>("--accept")
    {
        Description = "Take images that are marked corrupt.",
    }.Choosing("corrupt");

    public void AddTo(Command command) => command.AddGroup("Options for the image", _format, _maxSize, _maxAmplification, _accept);

    public ImageOptions OptionsIn(ParseResult parsed) => new()
    {
        Format = NameOf(parsed.GetValue(_format)),
        MaxVirtualSize = parsed.GetValue(_maxSize) ?? ImageOptions.DefaultMaxVirtualSize,
        MaxAmplification = parsed.GetValue(_maxAmplification),
        Accept = parsed.GetValue(_accept) is null ? AcceptedImages.None : AcceptedImages.Corrupt,
    };

    /// <summary>A format's name, where qemu-img has another one.</summary>
    public static string? NameOf(string? format) => format is "vpc" ? "vhd" : format;
}
