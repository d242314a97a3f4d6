using System.Reflection;
using Airlock.Interop;

namespace Airlock.Vmm.Host;

/// <summary>What a report of a bug should say.</summary>
internal static class VersionFindings
{
    public static IEnumerable<HostFinding> Of(HostFiles files)
    {
        var surroundings = new Surroundings(files);
        string kernel = files.Read("proc/sys/kernel/osrelease");
        string place = surroundings.IsWsl ? ", WSL2" : surroundings.IsContainer ? ", in a container" : string.Empty;
        return
        [
            HostFinding.Ok("version", $"airlock {Version}"),
            HostFinding.Ok("kernel", $"{(kernel.Length > 0 ? kernel : "unknown")}{place}"),
            HostFinding.Ok("C library", $"glibc {LibC.GlibcVersion()}"),
            HostFinding.Ok("processor", new ProcessorFacts(files).Model),
        ];
    }

    private static string Version =>
        typeof(VersionFindings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
