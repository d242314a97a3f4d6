using System.Security.Cryptography;

namespace Airlock.Fuzz.Engine;

/// <summary>Inputs that are worth mutating: each of them goes where those before it didn't.</summary>
internal sealed class Corpus
{
    private readonly List<byte[]> _inputs = [];

    public int Count => _inputs.Count;

    public byte[] this[int index] => _inputs[index];

    /// <summary>The inputs in a folder, the shortest first: of two that do the same it is the better one.</summary>
    public static IEnumerable<byte[]> ReadFolder(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).OrderBy(input => input.Length)
        : [];

    /// <summary>The folder that comes with this program.</summary>
    public static string FolderOf(string target) => Path.Combine(AppContext.BaseDirectory, "corpus", target);

    public static string WriteFile(string folder, ReadOnlySpan<byte> input)
    {
        Directory.CreateDirectory(folder);
        string name = Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8));
        string path = Path.Combine(folder, name + ".bin");
        File.WriteAllBytes(path, input);
        return path;
    }

    public void Add(ReadOnlySpan<byte> input) => _inputs.Add(input.ToArray());
}
