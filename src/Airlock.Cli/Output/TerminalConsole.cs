using System.Text;
using Spectre.Console;

namespace Airlock.Cli.Output;

/// <summary>
/// Where tables and bars are drawn. The library would ask the runtime's console, which takes another descriptor and finds a
/// width of -1 where a terminal is named that has none.
/// </summary>
internal static class TerminalConsole
{
    /// <summary>Colors and moves of the cursor are for terminals, whatever the environment says.</summary>
    /// <param name="writer">What is drawn on.</param>
    /// <param name="descriptor">What stands behind it.</param>
    public static IAnsiConsole Create(TextWriter writer, int descriptor)
    {
        bool isTerminal = Terminal.Is(descriptor);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new Destination(writer, descriptor, isTerminal),
        });
    }

    private sealed class Destination(TextWriter writer, int descriptor, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => Terminal.WidthOf(descriptor);

        public int Height => Terminal.HeightOf(descriptor);

        public void SetEncoding(Encoding encoding)
        {
            // It is UTF-8.
        }
    }
}
