namespace Airlock.Cli.Benchmarking;

/// <summary>How far it has come, on standard error: one line that changes on a terminal, and lines elsewhere.</summary>
internal sealed class BenchProgress : IDisposable
{
    /// <summary>"Erase the line" of ECMA-48, after a return to its start.</summary>
    private const string EraseLine = "\r\e[K";

    private readonly bool _isTerminal = !Console.IsErrorRedirected;

    public void Report(string words)
    {
        if (_isTerminal)
        {
            Console.Error.Write(EraseLine + words);
        }
        else
        {
            Diagnostics.WriteLine(words);
        }
    }

    /// <summary>Makes room for what follows.</summary>
    public void Clear()
    {
        if (_isTerminal)
        {
            Console.Error.Write(EraseLine);
        }
    }

    public void Dispose() => Clear();
}
