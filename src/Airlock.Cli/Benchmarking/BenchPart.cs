namespace Airlock.Cli.Benchmarking;

/// <summary>What can be measured; the names, in lower case, are those of <c>--only</c>.</summary>
internal enum BenchPart
{
    Startup,
    Copy,
    Disk,
    Small,
    Messages,
    Sparse,
    Linear,
}
