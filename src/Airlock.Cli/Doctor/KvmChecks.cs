using Airlock.Kvm;

namespace Airlock.Cli.Doctor;

/// <summary>What KVM offers here.</summary>
internal static class KvmChecks
{
    /// <summary>Capabilities that save exits, and do without.</summary>
    private static readonly (KvmCapability Capability, string Advice)[] s_useful =
    [
        (KvmCapability.IoEventFd, "Each request costs an exit to user space; a newer kernel saves it."),
        (KvmCapability.CoalescedPio, "Each byte on a serial port costs an exit; use --transport shared."),
    ];

    private static readonly string[] s_modules = ["kvm_intel", "kvm_amd", "kvm_pvm"];

    /// <summary>Nothing where it can't be opened: starting a machine has told why.</summary>
    public static IEnumerable<Finding> Run()
    {
        try
        {
            using KvmSystem system = KvmSystem.Open();
            return [Finding.Ok("KVM", $"/dev/kvm can be opened; {KindOfHost()}"), .. Capabilities(system)];
        }
        catch (KvmException)
        {
            return [];
        }
    }

    private static List<Finding> Capabilities(KvmSystem system)
    {
        List<Finding> findings = [];
        foreach ((KvmCapability capability, string advice) in s_useful)
        {
            findings.Add(Finding.Wanted($"KVM: {capability}", system.CheckCapability(capability) != 0, "yes", "no", advice));
        }

        return findings;
    }

    /// <summary>The processor says whether there is a hypervisor below this kernel; the module, whose extensions are used.</summary>
    private static string KindOfHost()
    {
        string module = s_modules.FirstOrDefault(name => Directory.Exists($"/sys/module/{name}"))
            ?? "module unknown";
        bool isGuest = HostFile.Read("/proc/cpuinfo").Contains(" hypervisor", StringComparison.Ordinal);
        return isGuest ? $"{module}, nested: this host is a virtual machine itself, exits cost more" : $"{module}, on hardware";
    }
}
