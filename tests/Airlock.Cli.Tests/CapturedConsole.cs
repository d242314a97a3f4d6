namespace Airlock.Cli.Tests;

/// <summary>Standard output and standard error of this process, caught for as long as it lives.</summary>
internal sealed class CapturedConsole : IDisposable
{
    private readonly TextWriter _output = StandardStreams.Output;
    private readonly TextWriter _error = StandardStreams.Error;
    private readonly StringWriter _capturedOutput = new();
    private readonly StringWriter _capturedError = new();

    public CapturedConsole()
    {
        StandardStreams.Output = _capturedOutput;
        StandardStreams.Error = _capturedError;
    }

    public string Output => _capturedOutput.ToString();

    public string Error => _capturedError.ToString();

    public void Dispose()
    {
        StandardStreams.Output = _output;
        StandardStreams.Error = _error;
    }
}
