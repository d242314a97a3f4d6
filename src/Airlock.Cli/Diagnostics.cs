using System.Text;
using Airlock.Cli.Output;
using Airlock.Protocol;

namespace Airlock.Cli;

/// <summary>Sentences for a person, on standard error.</summary>
internal static class Diagnostics
{
    /// <summary>One line. What a guest or a file name put into it can't drive the terminal.</summary>
    public static void Say(string sentence) => WriteLine(Format(sentence));

    /// <summary>
    /// The same to somebody who wants to be gone: doesn't wait long for standard error, which may be a pipe that nobody
    /// reads.
    /// </summary>
    public static void SayBriefly(string sentence)
    {
        var output = new InterruptibleOutput(StandardStreams.StandardError, TimeSpan.Zero, CancellationToken.None);
        new ForgivingStream(output).Write(Encoding.UTF8.GetBytes(Format(sentence) + "\n"));
    }

    /// <summary>One line as it is.</summary>
    public static void WriteLine(string line) => StandardStreams.Error.Write(line + "\n");

    private static string Format(string sentence) => "airlock: " + EscapedText.Escape(sentence);
}
