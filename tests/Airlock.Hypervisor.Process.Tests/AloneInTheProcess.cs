namespace Airlock.Hypervisor.Process.Tests;

/// <summary>For tests that look at descriptors or children of the whole process: no other runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class AloneInTheProcess
{
    public const string Name = "alone in the process";
}
