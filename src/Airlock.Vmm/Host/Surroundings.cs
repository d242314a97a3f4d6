namespace Airlock.Vmm.Host;

/// <summary>What this system runs in.</summary>
/// <param name="files">The host's.</param>
internal sealed class Surroundings(HostFiles files)
{
    /// <summary>By the marks that Docker and Podman leave, and by what systemd's convention has the first process told.</summary>
    public bool IsContainer => files.Exists(".dockerenv")
        || files.Exists("run/.containerenv")
        || files.Exists("run/systemd/container")
        || files.Read("proc/1/environ").Split('\0').Any(entry => entry.StartsWith("container=", StringComparison.Ordinal));

    public bool IsWsl => files.Read("proc/sys/kernel/osrelease").Contains("microsoft", StringComparison.OrdinalIgnoreCase);
}
