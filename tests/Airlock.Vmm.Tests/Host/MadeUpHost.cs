using Airlock.Vmm.Host;
using Airlock.Vmm.Tests.Stores;

namespace Airlock.Vmm.Tests.Host;

/// <summary>A folder with as much of /proc, /sys, /dev and /etc as a report looks at.</summary>
internal sealed class MadeUpHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostFiles Files => new(_folder.Root);

    public string User { get; init; } = "someone";

    public uint[] Groups { get; init; } = [];

    public KvmDiagnosis Diagnosis => new(Files, new DeviceRights(Files, Groups, User));

    public MadeUpHost With(string path, string text = "")
    {
        string full = _folder.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public MadeUpHost WithProcessor(string flags, string vendor = "GenuineIntel") => With(
        "proc/cpuinfo",
        $"processor\t: 0\nvendor_id\t: {vendor}\nmodel name\t: Made-up CPU\nflags\t\t: fpu {flags} sse2\n\nprocessor\t: 1\nmodel name\t: Another\n");

    public MadeUpHost WithMode(string path, UnixFileMode mode)
    {
        File.SetUnixFileMode(_folder.PathOf(path), mode);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
