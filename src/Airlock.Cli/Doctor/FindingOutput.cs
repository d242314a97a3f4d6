using System.Text;
using System.Text.Json;
using Airlock.Cli.Output;
using Airlock.Vmm.Host;
using Spectre.Console;

namespace Airlock.Cli.Doctor;

/// <summary>Findings on standard output: a table for people, or one JSON object a line.</summary>
internal static class FindingOutput
{
    public static void PrintTable(IReadOnlyList<HostFinding> findings)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("check").AddColumn("").AddColumn("found");
        foreach (HostFinding finding in findings)
        {
            table.AddRow(Markup.Escape(finding.Check), Mark(finding.Status), Markup.Escape(finding.Value));
        }

        TerminalConsole.Create(StandardStreams.Output, StandardStreams.StandardOutput).Write(table);
        foreach (HostFinding finding in findings.Where(finding => finding.Advice is not null))
        {
            StandardStreams.Output.WriteLine($"{finding.Check}: {finding.Advice}");
        }
    }

    public static void PrintJson(IReadOnlyList<HostFinding> findings)
    {
        foreach (HostFinding finding in findings)
        {
            using var line = new MemoryStream();
            using (var json = new Utf8JsonWriter(line))
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("status", NameOf(finding.Status));
                json.WriteString("value", finding.Value);
                if (finding.Advice is not null)
                {
                    json.WriteString("advice", finding.Advice);
                }

                json.WriteEndObject();
            }

            StandardStreams.Output.WriteLine(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)));
        }
    }

    private static string NameOf(HostStatus status) => status switch
    {
        HostStatus.Ok => "ok",
        HostStatus.Note => "note",
        _ => "missing",
    };

    private static string Mark(HostStatus status) => status switch
    {
        HostStatus.Ok => "[green]ok[/]",
        HostStatus.Note => "[yellow]note[/]",
        _ => "[red]missing[/]",
    };
}
