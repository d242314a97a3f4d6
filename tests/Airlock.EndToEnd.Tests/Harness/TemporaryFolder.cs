using System.Security.Cryptography;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>A folder of a test's own, with an input and an output in it; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    /// <param name="onDisk">False puts it into memory where there is such a place, to spare the disk.</param>
    public TemporaryFolder(bool onDisk = false)
    {
        string parent = !onDisk && Directory.Exists(SharedMemory) ? SharedMemory : System.IO.Path.GetTempPath();
        string random = RandomNumberGenerator.GetHexString(12, lowercase: true);
        Path = System.IO.Path.Combine(parent, $"airlock-test-{random}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string Input => this["in.img"];

    public string Output => this["out.img"];

    /// <summary>Names of what lies in it, sorted.</summary>
    public string[] Names => Directory.GetFileSystemEntries(Path)
        .Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray();

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>An input of random bytes.</summary>
    public string WriteInput(int length)
    {
        File.WriteAllBytes(Input, RandomNumberGenerator.GetBytes(length));
        return Input;
    }

    /// <summary>An input without blocks: with <c>--sparse never</c> it takes time to copy, but no room.</summary>
    public string WriteSparseInput(long length)
    {
        using FileStream file = File.Create(Input);
        file.SetLength(length);
        return Input;
    }

    /// <summary>Something that stands in the output's place already.</summary>
    public void WriteOldOutput() => File.WriteAllText(Output, "what was there before");

    /// <summary>What <see cref="WriteOldOutput"/> wrote is still there, and nothing lies beside it.</summary>
    public void ShouldHoldOldOutput(params string[] others)
    {
        Assert.Equal("what was there before", File.ReadAllText(Output));
        string[] expected = ["in.img", "out.img", .. others];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Names);
    }

    public string WriteFile(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
