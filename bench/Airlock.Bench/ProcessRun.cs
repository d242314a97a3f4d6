namespace Airlock.Bench;

/// <summary>What one run of a program took.</summary>
/// <param name="Wall">From before its start until it was gone.</param>
/// <param name="Processor">In user and kernel mode together, over all processors.</param>
/// <param name="ExitCode">Its exit code, or 128 and the number of the signal that ended it.</param>
internal readonly record struct ProcessRun(TimeSpan Wall, TimeSpan Processor, int ExitCode);
