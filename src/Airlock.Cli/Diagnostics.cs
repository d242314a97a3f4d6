using System.Text;
using Airlock.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli;

/// <summary>Sentences for a person, on standard error.</summary>
internal static class Diagnostics
{
    /// <summary>One line. What a guest or a file name put into it can't drive the terminal.</summary>
    public static void Say(string sentence) => WriteLine(Format(sentence));

    /// <summary>
    /// The same while another thread is stuck in a write to standard output: it holds the lock that all of the console's
    /// streams share. Doesn't wait long for standard error either, which may well be the same pipe.
    /// </summary>
    public static void SayPastConsole(string sentence) => Task.Run(() =>
    {
        using var handle = new SafeFileHandle(StandardStreams.StandardError, ownsHandle: false);
        using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        stream.Write(Encoding.UTF8.GetBytes(Format(sentence) + "\n"));
    }).ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromMilliseconds(250));

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

    private static string Format(string sentence) => "airlock: " + EscapedText.Escape(sentence);
}
