namespace Airlock.Vmm.Host;

/// <summary>What /proc/cpuinfo says of the first processor.</summary>
internal sealed class ProcessorFacts
{
    private readonly Dictionary<string, string> _fields = [];
    private readonly HashSet<string> _flags;

    public ProcessorFacts(HostFiles files)
    {
        foreach (string line in files.ReadLines("proc/cpuinfo").TakeWhile(line => line.Length > 0))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0)
            {
                _fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        _flags = [.. FieldOf("flags").Split(' ')];
    }

    public string Model => FieldOf("model name") is { Length: > 0 } model ? model : "unknown";

    /// <summary>Whether it can run virtual machines, and the firmware lets it.</summary>
    public bool HasExtensions => _flags.Contains("vmx") || _flags.Contains("svm");

    /// <summary>Whether this host is a virtual machine itself.</summary>
    public bool IsVirtual => _flags.Contains("hypervisor");

    /// <summary>The module that goes with the processor.</summary>
    public string Module => _flags.Contains("svm") || FieldOf("vendor_id") == "AuthenticAMD" ? "kvm_amd" : "kvm_intel";

    private string FieldOf(string name) => _fields.GetValueOrDefault(name, string.Empty);
}
