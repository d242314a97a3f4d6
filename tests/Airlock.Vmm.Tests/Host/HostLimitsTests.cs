using Airlock.Vmm.Host;

namespace Airlock.Vmm.Tests.Host;

public sealed class HostLimitsTests
{
    private const string Heading = "Limit                     Soft Limit           Hard Limit           Units     \n";

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", "limit: descriptors", HostStatus.Ok, "1024")]
    [InlineData("Max open files            10                   524288               files     ", "limit: descriptors", HostStatus.Note, "10")]
    [InlineData("Max processes             4                    96365                processes ", "limit: processes", HostStatus.Note, "4")]
    [InlineData("Max processes             unlimited            unlimited            processes ", "limit: processes", HostStatus.Ok, "unlimited")]
    [InlineData("Max address space         1048576              unlimited            bytes     ", "limit: address space", HostStatus.Note, "1048576")]
    public void A_limit_of_the_process_is_enough_or_worth_a_note(string line, string check, HostStatus status, string value)
    {
        using MadeUpHost host = new MadeUpHost().With("proc/self/limits", $"{Heading}{line}\n");
        HostFinding finding = Assert.Single(new HostLimits(host.Files).Findings(), finding => finding.Check == check);
        Assert.Equal((status, value), (finding.Status, finding.Value));
        Assert.Equal(status == HostStatus.Note, finding.Advice?.StartsWith("Raise it: ulimit", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void The_tightest_control_group_on_the_way_up_counts()
    {
        using MadeUpHost host = new MadeUpHost()
            .With("proc/self/cgroup", "0::/a/b\n")
            .With("sys/fs/cgroup/a/b/cgroup.procs")
            .With("sys/fs/cgroup/a/b/pids.max", "max\n")
            .With("sys/fs/cgroup/a/b/pids.current", "3\n")
            .With("sys/fs/cgroup/a/pids.max", "20\n")
            .With("sys/fs/cgroup/a/pids.current", "15\n")
            .With("sys/fs/cgroup/a/b/memory.max", "1073741824\n");
        HostFinding[] findings = [.. new HostLimits(host.Files).Findings()];
        HostFinding tasks = Assert.Single(findings, finding => finding.Check == "limit: tasks of the control group");
        Assert.Equal((HostStatus.Note, "5 left"), (tasks.Status, tasks.Value));
        HostFinding memory = Assert.Single(findings, finding => finding.Check == "limit: memory of the control group");
        Assert.Equal((HostStatus.Ok, "1024 MiB"), (memory.Status, memory.Value));
    }

    [Fact]
    public void A_controller_of_version_1_has_a_tree_of_its_own()
    {
        using MadeUpHost host = new MadeUpHost()
            .With("proc/self/cgroup", "9:name=systemd:/\n8:pids:/a\n4:memory:/a\n0::/\n")
            .With("sys/fs/cgroup/pids/a/cgroup.procs")
            .With("sys/fs/cgroup/pids/a/pids.max", "100")
            .With("sys/fs/cgroup/pids/a/pids.current", "60")
            .With("sys/fs/cgroup/memory/a/cgroup.procs")
            .With("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712"); // none
        HostFinding tasks = Assert.Single(new HostLimits(host.Files).Findings(), finding => finding.Check.Contains("control group", StringComparison.Ordinal));
        Assert.Equal((HostStatus.Ok, "40 left"), (tasks.Status, tasks.Value));
    }

    [Fact]
    public void Where_nothing_is_told_nothing_is_short()
    {
        using var host = new MadeUpHost();
        Assert.All(new HostLimits(host.Files).Findings(), finding => Assert.Equal((HostStatus.Ok, "unlimited"), (finding.Status, finding.Value)));
    }
}
