using System.Globalization;
using Airlock.Vmm.Results;
using Spectre.Console;

namespace Airlock.Cli.Output;

/// <summary>A run's counters as a table on standard error.</summary>
internal static class StatsTable
{
    public static void Print(RunResult result)
    {
        IAnsiConsole console = TerminalConsole.Create(StandardStreams.Error, StandardStreams.StandardError);
        Table table = new Table().Border(TableBorder.Simple).AddColumn("counter").AddColumn(new TableColumn("value").RightAligned());
        foreach ((string name, string value) in Rows(result))
        {
            table.AddRow(name, value);
        }

        console.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> Rows(RunResult result)
    {
        yield return ("machine", result.Machine.ToName());
        yield return ("wall time", Milliseconds(result.WallTime));
        yield return ("time to first message", result.TimeToFirstMessage is { } first ? Milliseconds(first) : "none came");
        yield return ("messages", Number(result.Messages));
        yield return ("message bytes", Number(result.MessageBytes));
        yield return ("message signals", Number(result.MessageSignals));
        yield return ("exits", Number(result.Exits.Total));
        yield return ("exits: port I/O", Number(result.Exits.PortIo));
        yield return ("exits: MMIO", Number(result.Exits.Mmio));
        yield return ("exits: signals", Number(result.Exits.Interrupted));
        yield return ("exits: other", Number(result.Exits.Other));
        yield return ("port bytes without exit", Number(result.Exits.CoalescedPortIo));
        yield return ("accesses to nothing", Number(result.Exits.Unmapped));
        yield return ("input: requests", Number(result.Input.Reads));
        yield return ("input: bytes", Number(result.Input.BytesRead));
        yield return ("input: extent queries", Number(result.Input.ExtentQueries));
        yield return ("output: requests", Number(result.Output.Writes));
        yield return ("output: bytes", Number(result.Output.BytesWritten));
        yield return ("output: requests for zeroes", Number(result.Output.ZeroWrites));
        yield return ("output: bytes zeroed", Number(result.Output.BytesZeroed));
        yield return ("failed requests", Number(result.Input.Errors + result.Output.Errors));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms";
}
