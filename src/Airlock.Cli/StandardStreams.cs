using System.Text;
using Airlock.Cli.Output;

namespace Airlock.Cli;

/// <summary>
/// The streams that the program was started with, written by write(2). <see cref="Console"/> would first ask for a descriptor of
/// its own, and where none is left an error couldn't be told. Both are open in any case: launch.c has filled gaps among them.
/// </summary>
internal static class StandardStreams
{
    /// <summary>File descriptor 1.</summary>
    public const int StandardOutput = 1;

    /// <summary>File descriptor 2.</summary>
    public const int StandardError = 2;

    /// <summary>For answers. A write that fails is an error of the command: nobody has heard the answer.</summary>
    public static TextWriter Output { get; set; } = WriterOf(Waiting(StandardOutput));

    /// <summary>For sentences. A write that fails is none: there is nowhere left to say so but the exit code.</summary>
    public static TextWriter Error { get; set; } = WriterOf(new ForgivingStream(Waiting(StandardError)));

    /// <summary>Text as UTF-8, written out at once.</summary>
    public static TextWriter WriterOf(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    private static InterruptibleOutput Waiting(int descriptor) => new(descriptor, TimeSpan.MaxValue, CancellationToken.None);
}
