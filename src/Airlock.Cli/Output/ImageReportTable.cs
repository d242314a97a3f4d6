using System.Globalization;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;

namespace Airlock.Cli.Output;

/// <summary>What an image is, for people: a name and a value a line. What the image has put into it is escaped.</summary>
internal static class ImageReportTable
{
    private const int NarrowestLine = 40;
    private const int WidestLine = 100;
    private const int WidestName = 20;

    private static readonly (InfoFlag Flag, string Words)[] s_states =
    [
        (InfoFlag.Encrypted, "encrypted"),
        (InfoFlag.Compressed, "compressed"),
        (InfoFlag.Snapshots, "has snapshots"),
        (InfoFlag.Dirty, "dirty (wasn't closed)"),
        (InfoFlag.Corrupt, "marked corrupt"),
        (InfoFlag.NeedsOtherFiles, "needs other files"),
        (InfoFlag.NeedsLogReplay, "its log must be replayed"),
        (InfoFlag.SizeFromChs, "size by cylinders, heads and sectors"),
        (InfoFlag.Hybrid, "a disk and a CD at once"),
        (InfoFlag.Truncated, "cut off"),
    ];

    /// <param name="width">Columns of the terminal.</param>
    public static string Of(ImageReport report, int width)
    {
        var text = new TextColumns(Math.Clamp(width, NarrowestLine, WidestLine));
        text.WriteRows([.. Rows(report).Where(row => row.Value.Length > 0)], indent: 0, WidestName);
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Rows(ImageReport report)
    {
        yield return ("image", EscapedText.Escape(report.Name));
        if (report.Info is not { } info)
        {
            yield break;
        }

        yield return ("format", info.Version == 0 ? Text(info.Format) : $"{Text(info.Format)}, version {Number(info.Version)}");
        yield return ("virtual size", Bytes(info.VirtualSize));
        yield return ("file", $"{Bytes(info.ActualSize)}, of which {Bytes(report.AllocatedBytes)} on the disk");
        yield return ("cluster size", info.ClusterSize == 0 ? string.Empty : Bytes(info.ClusterSize));
        yield return ("partitions", Text(info.PartitionTable));
        yield return ("state", State((InfoFlag)info.Flags));
        yield return ("also looks like", string.Join(", ", info.AlsoLooksLike.Select(Text)));
        yield return ("backing file", Quoted(info.BackingFile, info.Qcow2Info?.BackingFormat));
        yield return ("data file", Quoted(info.ExternalDataFile, format: null));
        foreach ((string Name, string Value) row in ImageDetailRows.Of(info))
        {
            yield return row;
        }

        yield return ("convert", info.Convertible is { } refusal
            ? $"would refuse this {EscapedText.Escape(RefusalSentence.Describe(refusal))}"
            : "would take this");
    }

    private static string State(InfoFlag flags) =>
        string.Join(", ", s_states.Where(state => flags.HasFlag(state.Flag)).Select(state => state.Words));

    private static string Quoted(string name, string? format) => name.Length == 0 ? string.Empty
        : string.IsNullOrEmpty(format) ? $"'{Text(name)}'"
        : $"'{Text(name)}' ({Text(format)})";

    private static string Text(string text) => EscapedText.Escape(text);

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bytes(ulong bytes) => ByteCount.Of(bytes);
}
