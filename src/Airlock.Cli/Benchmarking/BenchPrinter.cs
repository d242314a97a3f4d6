using Spectre.Console;

namespace Airlock.Cli.Benchmarking;

/// <summary>Shows results on standard output: tables for a person, Markdown for a file, or JSON.</summary>
internal static class BenchPrinter
{
    public static void Print(PartResult result, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(BenchJson.Format(result));
        }
        else if (Console.IsOutputRedirected)
        {
            PrintMarkdown(result);
        }
        else
        {
            PrintTable(result);
        }
    }

    private static void PrintMarkdown(PartResult result)
    {
        BenchTable table = BenchTable.Of(result);
        Console.Out.WriteLine($"### {table.Title}\n");
        foreach (string line in MarkdownTable.Lines(table).Concat(result.Notes.Select(note => "\n" + note)))
        {
            Console.Out.WriteLine(line);
        }

        Console.Out.WriteLine();
    }

    private static void PrintTable(PartResult result)
    {
        BenchTable source = BenchTable.Of(result);
        Table table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(source.Title));
        foreach (string column in source.Columns)
        {
            table.AddColumn(new TableColumn(Plain(column)));
        }

        foreach (IReadOnlyList<string> row in source.Rows)
        {
            table.AddRow([.. row.Select(Plain)]);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        console.Write(table);
        foreach (string note in result.Notes)
        {
            console.MarkupLine(Plain(note));
        }
    }

    /// <summary>Without Markdown's code quotes, and with nothing that Spectre would take for a style.</summary>
    private static string Plain(string cell) => Markup.Escape(cell.Replace("`", null, StringComparison.Ordinal));
}
