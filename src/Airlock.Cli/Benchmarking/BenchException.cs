namespace Airlock.Cli.Benchmarking;

/// <summary>A measurement that can't go on, in a sentence: a command fails, a folder can't be written.</summary>
internal sealed class BenchException(string sentence, ExitCode exitCode = ExitCode.OperationFailed)
    : Exception(sentence)
{
    public ExitCode ExitCode { get; } = exitCode;
}
