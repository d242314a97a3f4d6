using System.Globalization;

namespace Airlock.Vmm.Host;

/// <summary>Files by which the kernel tells about itself and this process (proc(5), sysfs(5)).</summary>
/// <param name="root">The folder that proc, sys, dev and etc lie in.</param>
internal sealed class HostFiles(string root = "/")
{
    /// <summary>What a file says; nothing if there is no such file, or it isn't for us.</summary>
    public string Read(string path)
    {
        try
        {
            return File.ReadAllText(PathOf(path)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    public string[] ReadLines(string path) => Read(path).Split('\n');

    /// <summary>A setting; null where this kernel doesn't have it.</summary>
    public long? ReadNumber(string path) =>
        long.TryParse(Read(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    public bool Exists(string path) => Path.Exists(PathOf(path));

    public string PathOf(string path) => Path.Combine(root, path);
}
