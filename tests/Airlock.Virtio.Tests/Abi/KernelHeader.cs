using System.Globalization;
using System.Text.RegularExpressions;

namespace Airlock.Virtio.Tests.Abi;

/// <summary>The #defines of one of Linux's virtio headers: another reading of the specification.</summary>
internal sealed partial class KernelHeader
{
    private const string Folder = "/usr/include/linux";

    private readonly Dictionary<string, string> _defines = [];

    private KernelHeader(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            Match match = DefineLine().Match(line);
            if (match.Success)
            {
                _defines.TryAdd(match.Groups[1].Value, match.Groups[2].Value);
            }
        }
    }

    public ulong this[string name]
    {
        get
        {
            string text = _defines[name];
            return text.StartsWith("0x", StringComparison.Ordinal)
                ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : ulong.Parse(text, CultureInfo.InvariantCulture);
        }
    }

    public static KernelHeader Open(string name)
    {
        string path = Path.Combine(Folder, name);
        Skip.IfNot(File.Exists(path), $"{path} is not installed (package linux-libc-dev).");
        return new KernelHeader(path);
    }

    [GeneratedRegex(@"^#define\s+(VIRTIO_\w+|VRING_\w+)\s+\(?(0x[0-9a-fA-F]+|\d+)\b")]
    private static partial Regex DefineLine();
}
