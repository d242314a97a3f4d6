using System.Buffers;
using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>One line a message, written out once a batch.</summary>
internal sealed class LinePrinter : IMessagePrinter
{
    private const int FlushLength = 64 << 10;

    private readonly Action<GuestMessage, IBufferWriter<byte>> _format;
    private readonly Action<RunResult, IBufferWriter<byte>>? _formatResult;
    private readonly ArrayBufferWriter<byte> _buffer = new(initialCapacity: 1024);
    private readonly Stream _output;

    /// <param name="format">Writes one message as a line of UTF-8.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="formatResult">Writes the result as a last line; null for none.</param>
    public LinePrinter(
        Action<GuestMessage, IBufferWriter<byte>> format, Stream output, Action<RunResult, IBufferWriter<byte>>? formatResult = null)
    {
        _format = format;
        _formatResult = formatResult;
        _output = output;
    }

    public void Print(IReadOnlyList<GuestMessage> messages)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            _format(messages[i], _buffer);
            if (_buffer.WrittenCount >= FlushLength)
            {
                Flush();
            }
        }

        Flush();
    }

    public void PrintResult(RunResult result)
    {
        if (_formatResult is not null)
        {
            _formatResult(result, _buffer);
            Flush();
        }
    }

    public void Dispose() => _output.Dispose();

    private void Flush()
    {
        try
        {
            _output.Write(_buffer.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrintException(e);
        }

        _buffer.ResetWrittenCount();
    }
}
