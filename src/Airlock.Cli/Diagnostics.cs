using Airlock.Protocol;

namespace Airlock.Cli;

/// <summary>Sentences for a person, on standard error.</summary>
internal static class Diagnostics
{
    /// <summary>One line. What a guest or a file name put into it can't drive the terminal.</summary>
    public static void Say(string sentence) => Console.Error.WriteLine("airlock: " + EscapedText.Escape(sentence));
}
