using Airlock.Interop;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Host;

/// <summary>
/// What this host offers to runs, and what to do about what is missing: what <c>airlock doctor</c> prints. Each make of the
/// machine is started once; nothing is changed.
/// </summary>
/// <example>
/// <code>
/// HostReport report = HostReport.Create();
/// foreach (HostFinding finding in report.Findings.Where(finding => finding.Status != HostStatus.Ok))
///     Console.WriteLine($"{finding.Check}: {finding.Value}. {finding.Advice}");
/// </code>
/// </example>
public sealed class HostReport
{
    /// <summary>More than any sensible user is in; the kernel would take 65,536.</summary>
    private const int MostGroups = 1024;

    private HostReport(IReadOnlyList<HostFinding> findings, KvmObstacle kvmObstacle)
    {
        Findings = findings;
        KvmObstacle = kvmObstacle;
    }

    /// <summary>All that was looked at, what matters most first.</summary>
    public IReadOnlyList<HostFinding> Findings { get; }

    /// <summary>What keeps KVM from being used; the finding "machine: kvm" says what to do about it.</summary>
    public KvmObstacle KvmObstacle { get; }

    /// <summary>Whether a run works here: a machine of one make starts, and there is what it is confined with.</summary>
    public bool CanRun => Findings.All(finding => finding.Status != HostStatus.Missing);

    /// <summary>Looks at this host, in a fraction of a second. What can't be found out counts as missing.</summary>
    public static HostReport Create()
    {
        var files = new HostFiles();
        var kvm = new KvmDiagnosis(files, new DeviceRights(files, OwnGroups(), Environment.UserName));
        string? kvmFailure = MachineProbe.WhyNot(MachineKind.Kvm);
        MachineFindings machines = MachineFindings.Of(
            kvm, kvmFailure, kvmFailure is null ? 0 : OpenErrno(), MachineProbe.WhyNot(MachineKind.Process));
        return new HostReport(
            [
                .. machines.Findings,
                .. TracingFindings.Of(files),
                .. KvmFindings.Of(kvm),
                .. SandboxFindings.OfHost(),
                .. MemoryFindings.Of(files),
                FolderCheck.Of("."),
                .. new HostLimits(files).Findings(),
                .. VersionFindings.Of(files),
            ],
            machines.KvmObstacle);
    }

    private static int OpenErrno()
    {
        using SafeFileHandle? device = OpenFile.TryOpen("/dev/kvm", LibC.O_RDWR, 0, out int errno);
        return errno;
    }

    private static uint[] OwnGroups()
    {
        Span<uint> groups = stackalloc uint[MostGroups];
        int count = LibC.getgroups(groups.Length, groups);
        return [LibC.getegid(), .. groups[..Math.Max(count, 0)]];
    }
}
