using Airlock.Interop;
using Airlock.Vmm.Host;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Host;

/// <summary>Of all that can keep KVM from being used, the one thing that does.</summary>
public sealed class KvmDiagnosisTests
{
    [Fact]
    public void A_processor_without_extensions_is_the_firmwares_or_its_own_fault()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("nx");
        Finds(host, Errno.ENOENT, KvmObstacle.NoExtensions, "firmware");
    }

    [Fact]
    public void In_a_virtual_machine_it_is_the_hypervisor_below()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("nx hypervisor");
        Finds(host, Errno.ENOENT, KvmObstacle.NestedOff, "nested virtualization");
    }

    [Fact]
    public void In_WSL2_it_is_a_setting_of_Windows()
    {
        using MadeUpHost host = new MadeUpHost()
            .WithProcessor("hypervisor").With("proc/sys/kernel/osrelease", "5.15.153.1-microsoft-standard-WSL2\n");
        Finds(host, Errno.ENOENT, KvmObstacle.Wsl, "nestedVirtualization=true");
    }

    /// <summary>A device node may be there without its module (systemd-tmpfiles); then it is ENODEV.</summary>
    [Theory]
    [InlineData("vmx", "GenuineIntel", "modprobe kvm_intel", Errno.ENOENT)]
    [InlineData("svm", "AuthenticAMD", "modprobe kvm_amd", Errno.ENODEV)]
    [InlineData("vmx hypervisor", "GenuineIntel", "modprobe kvm_intel", Errno.ENXIO)]
    public void A_module_that_is_not_loaded_is_named(string flags, string vendor, string words, int errno)
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor(flags, vendor);
        Finds(host, errno, KvmObstacle.NoModule, words);
    }

    [Fact]
    public void In_a_container_the_host_has_to_load_it()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("vmx").With(".dockerenv");
        Finds(host, Errno.ENOENT, KvmObstacle.NoModule, "outside of this container");
    }

    [Theory]
    [InlineData(".dockerenv", "")]
    [InlineData("run/.containerenv", "")]
    [InlineData("proc/1/environ", "PATH=/bin\0container=lxc\0")]
    public void A_container_has_to_be_given_the_device(string mark, string text)
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("vmx").With("sys/module/kvm_intel/refcnt").With(mark, text);
        Finds(host, Errno.ENOENT, KvmObstacle.Container, "--device /dev/kvm");
        Finds(host, Errno.EPERM, KvmObstacle.Container, "--device /dev/kvm");
    }

    [Fact]
    public void A_module_without_a_device_node_is_a_matter_of_udev()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("svm").With("sys/module/kvm_amd/refcnt");
        Finds(host, Errno.ENOENT, KvmObstacle.NoDevice, "kvm_amd is loaded");
    }

    /// <summary>PVM's module needs no extension.</summary>
    [Fact]
    public void A_module_that_needs_no_extensions_is_enough()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("hypervisor").With("sys/module/kvm_pvm/refcnt");
        Finds(host, Errno.ENOENT, KvmObstacle.NoDevice, "kvm_pvm is loaded");
    }

    [Theory]
    [InlineData("another", KvmObstacle.NotInGroup, "usermod -aG kvm")]
    [InlineData("another,someone", KvmObstacle.StaleLogin, "log in again")]
    public void Who_is_not_in_the_devices_group_is_told_which(string members, KvmObstacle obstacle, string words)
    {
        using MadeUpHost host = new MadeUpHost { Groups = [36] }.With("dev/kvm").WithMode("dev/kvm", (UnixFileMode)0x1b0); // 0660
        using (SafeFileHandle device = File.OpenHandle(host.Files.PathOf("dev/kvm"), access: FileAccess.ReadWrite))
        {
            _ = LibC.fchown(device, uint.MaxValue, 78); // as only root can; the group of others will do
        }

        uint group = FileIdentity.Of(host.Files.PathOf("dev/kvm")).Group;
        host.With("etc/group", $"root:x:0:\nkvm:x:{group}:{members}\n");
        Finds(host, Errno.EACCES, obstacle, words);
        host.With("etc/group");
        Finds(host, Errno.EACCES, KvmObstacle.NotInGroup, $"group '{group}'");
    }

    [Fact]
    public void A_device_that_only_its_owner_may_use_is_forbidden()
    {
        using MadeUpHost host = new MadeUpHost().With("dev/kvm").WithMode("dev/kvm", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Finds(host, Errno.EACCES, KvmObstacle.Forbidden, "ls -l /dev/kvm");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Errno.EMFILE)]
    public void Anything_else_is_told_in_its_own_words(int errno)
    {
        using var host = new MadeUpHost();
        Finds(host, errno, KvmObstacle.Other, "in its own words");
    }

    [Fact]
    public void A_machine_that_starts_has_no_obstacle()
    {
        using var host = new MadeUpHost();
        MachineFindings machines = MachineFindings.Of(host.Diagnosis, kvm: null, openErrno: 0, process: "No tracing.");
        Assert.Equal(KvmObstacle.None, machines.KvmObstacle);
        Assert.Equal(
            [new("machine: kvm", HostStatus.Ok, "starts and stops"), new("machine: process", HostStatus.Note, "doesn't start", "No tracing.")],
            machines.Findings);
    }

    [Fact]
    public void Where_none_starts_no_run_works()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("hypervisor");
        MachineFindings machines = MachineFindings.Of(host.Diagnosis, "No KVM.", Errno.ENOENT, "No tracing.");
        Assert.All(machines.Findings, finding => Assert.Equal(HostStatus.Missing, finding.Status));
        Assert.Equal(KvmObstacle.NestedOff, machines.KvmObstacle);
    }

    private static void Finds(MadeUpHost host, int openErrno, KvmObstacle obstacle, string words)
    {
        Assert.Equal(obstacle, host.Diagnosis.Find(openErrno, "It says so in its own words.", out string advice));
        Assert.Contains(words, advice, StringComparison.Ordinal);
        Assert.EndsWith(".", advice, StringComparison.Ordinal);
    }
}
