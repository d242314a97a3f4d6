namespace Airlock.Vmm.Results;

/// <summary>The makes of the machine. A guest that keeps the contract can't tell them apart.</summary>
public enum MachineKind
{
    /// <summary>KVM where /dev/kvm can be opened, else the process machine.</summary>
    Auto,

    /// <summary>A virtual machine of /dev/kvm.</summary>
    Kvm,

    /// <summary>A process of this host's kernel that may make no system call.</summary>
    Process,
}

/// <summary>Names of machines.</summary>
public static class MachineKinds
{
    /// <summary>The kind as it is written on a command line: auto, kvm or process.</summary>
    public static string ToName(this MachineKind kind) => kind switch
    {
        MachineKind.Kvm => "kvm",
        MachineKind.Process => "process",
        _ => "auto",
    };
}
