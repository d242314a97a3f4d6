namespace Airlock.Cli.Tests;

/// <summary>Tests that catch the console, of which a process has one, run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class ConsoleTests
{
    public const string Name = "console";
}
