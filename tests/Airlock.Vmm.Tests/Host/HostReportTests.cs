using Airlock.Interop;
using Airlock.Vmm.Host;

namespace Airlock.Vmm.Tests.Host;

/// <summary>The findings that need no diagnosis, and the report of the host that the tests run on.</summary>
public sealed class HostReportTests
{
    [Fact]
    public void This_host_can_be_reported_on()
    {
        HostReport report = HostReport.Create();
        string[] checks = [.. report.Findings.Select(finding => finding.Check)];
        Assert.Equal(checks.Distinct(), checks);
        Assert.Superset(
            new HashSet<string> { "machine: kvm", "machine: process", "seccomp", "current folder", "limit: descriptors", "version", "kernel", "C library", "processor" },
            checks.ToHashSet());
        Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Value));
        Assert.All(report.Findings, finding => Assert.Equal(finding.Status == HostStatus.Ok, finding.Advice is null));
        Assert.Equal(report.Findings.All(finding => finding.Status != HostStatus.Missing), report.CanRun);
        HostFinding kvm = Assert.Single(report.Findings, finding => finding.Check == "machine: kvm");
        Assert.Equal(kvm.Status == HostStatus.Ok, report.KvmObstacle == KvmObstacle.None);
    }

    [Theory]
    [InlineData(0, HostStatus.Ok, "nameless files (O_TMPFILE)", null)]
    [InlineData(Errno.EOPNOTSUPP, HostStatus.Note, "no nameless files", "hidden name")]
    [InlineData(Errno.EISDIR, HostStatus.Note, "no nameless files", "hidden name")]
    [InlineData(Errno.EACCES, HostStatus.Note, "not yours to write", "use another")]
    [InlineData(Errno.EROFS, HostStatus.Note, "read-only", "read-only")]
    [InlineData(Errno.ENOSPC, HostStatus.Note, "full", "make room")]
    [InlineData(Errno.EIO, HostStatus.Note, "Input/output error", "No output")]
    public void What_is_the_matter_with_a_folder_is_told_apart(int errno, HostStatus status, string value, string? words)
    {
        HostFinding finding = FolderCheck.Of(errno);
        Assert.Equal((status, value), (finding.Status, finding.Value));
        Assert.Contains(words ?? string.Empty, finding.Advice ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_looked_at_stays_as_it_was()
    {
        using var folder = new Stores.TemporaryFolder();
        FolderCheck.Of(folder.Root);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_report_of_a_bug_has_versions_and_processor()
    {
        using MadeUpHost host = new MadeUpHost().WithProcessor("vmx").With("proc/sys/kernel/osrelease", "6.1.0-21-amd64\n").With(".dockerenv");
        HostFinding[] findings = [.. VersionFindings.Of(host.Files)];
        Assert.Equal("6.1.0-21-amd64, in a container", Assert.Single(findings, finding => finding.Check == "kernel").Value);
        Assert.Equal("Made-up CPU", Assert.Single(findings, finding => finding.Check == "processor").Value);
        Assert.Matches("^airlock [0-9]", Assert.Single(findings, finding => finding.Check == "version").Value);
        Assert.Matches("^glibc 2[.]", Assert.Single(findings, finding => finding.Check == "C library").Value);
    }

    [Theory]
    [InlineData("proc/sys/kernel/yama/ptrace_scope", 1, HostStatus.Ok)]
    [InlineData("proc/sys/kernel/yama/ptrace_scope", 2, HostStatus.Note)]
    [InlineData("proc/sys/vm/memfd_noexec", 1, HostStatus.Ok)]
    [InlineData("proc/sys/vm/memfd_noexec", 2, HostStatus.Note)]
    public void Settings_that_forbid_tracing_are_told(string path, int value, HostStatus status)
    {
        using MadeUpHost host = new MadeUpHost().With(path, $"{value}\n");
        Assert.Equal(status, Assert.Single(TracingFindings.Of(host.Files)).Status);
    }

    [Theory]
    [InlineData("always [madvise] never", HostStatus.Ok)]
    [InlineData("always madvise [never]", HostStatus.Note)]
    [InlineData("", HostStatus.Note)]
    public void Huge_pages_are_there_or_not(string text, HostStatus status)
    {
        using MadeUpHost host = new MadeUpHost().With("sys/kernel/mm/transparent_hugepage/enabled", text);
        Assert.Equal(status, Assert.Single(MemoryFindings.Of(host.Files)).Status);
    }

    [Fact]
    public void Without_the_means_to_confine_it_no_worker_runs()
    {
        Assert.All(SandboxFindings.Of(hasSeccomp: true, hasLibseccomp: true, landlock: 4), finding => Assert.Equal(HostStatus.Ok, finding.Status));
        Assert.Equal(
            [HostStatus.Missing, HostStatus.Missing, HostStatus.Note],
            SandboxFindings.Of(hasSeccomp: false, hasLibseccomp: false, landlock: 0).Select(finding => finding.Status));
    }
}
