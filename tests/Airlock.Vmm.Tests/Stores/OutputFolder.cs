using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>A folder with an input of 700 bytes to be written to an output of either kind.</summary>
internal sealed class OutputFolder : IDisposable
{
    public const int Length = 700;

    public OutputFolder()
    {
        Input = InputFile.Open(Files.Write("in", new byte[Length]));
    }

    public TemporaryFolder Files { get; } = new();

    public InputFile Input { get; }

    public static byte[] Old { get; } = [1, 2, 3];

    public static byte[] New { get; } = [.. Enumerable.Repeat((byte)7, Length)];

    /// <param name="nameless">False for the way without O_TMPFILE.</param>
    public OutputFile Create(string name, bool nameless) =>
        OutputFile.Create(OutputPlace.Open(Files.PathOf(name)), Input, Input.Length, nameless: nameless);

    /// <summary>Writes all of the new content.</summary>
    public static void Fill(OutputTarget output) => RandomAccess.Write(output.Handle, New, 0);

    public void Dispose()
    {
        Input.Dispose();
        Files.Dispose();
    }
}
