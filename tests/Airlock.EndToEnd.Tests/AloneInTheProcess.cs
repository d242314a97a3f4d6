namespace Airlock.EndToEnd.Tests;

/// <summary>For tests that count what the process has open: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess
{
}
