using Airlock.Protocol;

namespace Airlock.Cli;

/// <summary>Sentences for a person, on standard error.</summary>
internal static class Diagnostics
{
    /// <summary>One line. What a guest or a file name put into it can't drive the terminal.</summary>
    public static void Say(string sentence) => WriteLine("airlock: " + EscapedText.Escape(sentence));

    /// <summary>One line as it is.</summary>
    public static void WriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // Standard error can't be written: there is nowhere left to say so but the exit code.
        }
    }
}
