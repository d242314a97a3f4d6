using Airlock.Interop;

namespace Airlock.Vmm.Host;

/// <summary>
/// Finds the one cause that keeps KVM from being used, on the way from the processor over the module and the device to the
/// user: what comes first makes the rest unknown.
/// </summary>
/// <param name="files">The host's.</param>
/// <param name="rights">Why a device isn't for this process.</param>
internal sealed class KvmDiagnosis(HostFiles files, DeviceRights rights)
{
    private const string Device = "dev/kvm";

    private static readonly string[] s_modules = ["kvm_intel", "kvm_amd", "kvm_pvm"];

    private readonly ProcessorFacts _processor = new(files);
    private readonly Surroundings _surroundings = new(files);

    /// <summary>The module that is loaded, or built in; null if there is none.</summary>
    public string? Module => s_modules.FirstOrDefault(name => files.Exists($"sys/module/{name}"));

    /// <summary>What kind of host KVM runs on.</summary>
    public string KindOfHost => _processor.IsVirtual
        ? $"{Module ?? "module unknown"}, nested: this host is a virtual machine itself, exits cost more"
        : $"{Module ?? "module unknown"}, on hardware";

    /// <param name="openErrno">What opening the device came to; 0 if it opened.</param>
    /// <param name="whyNot">Why no machine starts, in KVM's words.</param>
    /// <param name="advice">What to do, as a sentence.</param>
    public KvmObstacle Find(int openErrno, string whyNot, out string advice)
    {
        KvmObstacle obstacle = ObstacleOf(openErrno, out string group);
        advice = AdviceOn(obstacle, group, whyNot);
        return obstacle;
    }

    private KvmObstacle ObstacleOf(int openErrno, out string group)
    {
        group = string.Empty;
        switch (openErrno)
        {
            case 0:
                return KvmObstacle.Other;
            case Errno.EPERM when _surroundings.IsContainer:
                return KvmObstacle.Container;
            case Errno.EACCES or Errno.EPERM:
                return rights.ObstacleOf(Device, out group);
            case not (Errno.ENOENT or Errno.ENXIO or Errno.ENODEV):
                return KvmObstacle.Other;
        }

        // PVM needs no extension of the processor's.
        return Module is null ? WithoutModule()
            : _surroundings.IsContainer ? KvmObstacle.Container
            : KvmObstacle.NoDevice;
    }

    private KvmObstacle WithoutModule() => _processor switch
    {
        { HasExtensions: true } => KvmObstacle.NoModule,
        { IsVirtual: false } => KvmObstacle.NoExtensions,
        _ => _surroundings.IsWsl ? KvmObstacle.Wsl : KvmObstacle.NestedOff,
    };

    private string AdviceOn(KvmObstacle obstacle, string group, string whyNot) => obstacle switch
    {
        KvmObstacle.NoExtensions =>
            "The processor shows neither VMX nor SVM: switch virtualization on in the firmware (Intel VT-x, AMD-V, SVM mode), if it has it.",
        KvmObstacle.NestedOff =>
            "This host is a virtual machine, and its hypervisor passes neither VMX nor SVM on: switch nested virtualization on there.",
        KvmObstacle.Wsl =>
            "In %UserProfile%\\.wslconfig on Windows, below [wsl2], set nestedVirtualization=true, and run wsl --shutdown.",
        KvmObstacle.NoModule when _surroundings.IsContainer =>
            $"The kernel's module isn't loaded: on the host, outside of this container, modprobe {_processor.Module}.",
        KvmObstacle.NoModule =>
            $"The kernel's module isn't loaded: modprobe {_processor.Module}; if it refuses, dmesg says why.",
        KvmObstacle.Container => "This container has not been given the device: start it with --device /dev/kvm.",
        KvmObstacle.NoDevice =>
            $"{Module} is loaded, and the device node is missing: udevadm trigger --name-match=kvm, or mknod /dev/kvm c 10 232.",
        KvmObstacle.NotInGroup => $"The device belongs to the group '{group}': add your user to it (usermod -aG {group}), and log in again.",
        KvmObstacle.StaleLogin => $"Your user is in the group '{group}', but was logged in before: log in again.",
        KvmObstacle.Forbidden when _surroundings.IsContainer =>
            "The device is there, and the container's rules, or its user, forbid it: start it with --device /dev/kvm, and with the device's group.",
        KvmObstacle.Forbidden => "The device is there and not for this user: see its owner and mode (ls -l /dev/kvm).",
        _ => whyNot,
    };
}
