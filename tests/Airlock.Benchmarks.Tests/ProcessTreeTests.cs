using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

/// <summary>What proc(5) tells of a shell with a child, both waiting for the end of their input.</summary>
public sealed class ProcessTreeTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo; cat; true"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public ProcessTreeTests()
    {
        _shell.StandardOutput.ReadLine();
        Assert.True(SpinWait.SpinUntil(
            () => ProcessTree.DescendantsOf(_shell.Id).Any(ProcessTree.HasMemory), s_patience));
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    [Fact]
    public void A_child_descends_from_its_parents_parent()
    {
        int child = Assert.Single(ProcessTree.DescendantsOf(_shell.Id));
        Assert.Contains(child, ProcessTree.DescendantsOf(Environment.ProcessId));
        Assert.Empty(ProcessTree.DescendantsOf(child));
        Assert.Superset(new HashSet<int> { _shell.Id, child }, ProcessTree.All().ToHashSet());
    }

    [Fact]
    public void A_watch_sees_all_of_them_or_all_but_the_first()
    {
        (long all, int looks) = Watch(withRoot: true);
        (long child, _) = Watch(withRoot: false);
        Assert.InRange(child, 1, all - 1);
        Assert.True(looks > 0);
    }

    [Fact]
    public void What_is_gone_has_nothing()
    {
        Assert.Empty(ProcessTree.DescendantsOf(int.MaxValue));
        Assert.Equal(0, ProcessTree.MemoryOf(int.MaxValue));
        Assert.False(ProcessTree.HasMemory(int.MaxValue));
    }

    [Fact]
    public void The_computer_has_processes_files_and_memory_in_use()
    {
        var state = SystemState.Now();
        Assert.InRange(state.Processes, 3, int.MaxValue);
        Assert.InRange(state.OpenFiles, 3, long.MaxValue);
        Assert.InRange(state.UsedBytes, Environment.WorkingSet / 2, SystemState.MemoryInfo("MemTotal:"));
    }

    private (long Peak, int Looks) Watch(bool withRoot)
    {
        var watch = new MemoryWatch(withRoot);
        watch.Start(_shell.Id);
        watch.Stop();
        return (watch.Peak, watch.Looks);
    }
}
