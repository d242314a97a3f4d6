namespace Airlock.Cli.Tests;

/// <summary>Standard output and standard error of this process, caught for as long as it lives.</summary>
internal sealed class CapturedConsole : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _capturedOutput = new();
    private readonly StringWriter _capturedError = new();

    public CapturedConsole()
    {
        Console.SetOut(_capturedOutput);
        Console.SetError(_capturedError);
    }

    public string Output => _capturedOutput.ToString();

    public string Error => _capturedError.ToString();

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
    }
}
