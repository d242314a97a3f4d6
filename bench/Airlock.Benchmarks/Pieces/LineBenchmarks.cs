using System.Buffers;
using Airlock.Protocol;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Pieces;

/// <summary>A decoded message as the line that a person reads.</summary>
public class LineBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(initialCapacity: 1024);
    private readonly GuestMessage _message = new()
    {
        Level = Level.Progress,
        Progress = new ProgressMessage { Operation = "copy", Current = 5_000_001, Total = 10_000_000, Percent = 50 },
    };

    [Benchmark(Description = "host: format a progress line")]
    public int Format()
    {
        _output.ResetWrittenCount();
        MessageText.WriteLine(_message, _output);
        return _output.WrittenCount;
    }
}
