namespace Airlock.Kvm.Tests;

/// <summary>This process's open descriptors that have to do with KVM.</summary>
internal static class OpenFiles
{
    /// <summary>How many descriptors are a /dev/kvm, a VM, a vCPU or an eventfd of KVM's tests.</summary>
    internal static int CountKvm() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        // The runtime opens and closes files of its own meanwhile: what is gone has no target.
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Count(name => name.Contains("kvm", StringComparison.Ordinal));
}
