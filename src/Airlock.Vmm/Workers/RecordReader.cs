using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Airlock.Sandbox.Processes;

namespace Airlock.Vmm.Workers;

/// <summary>
/// The parent's end of the channel. Records are cut out of the stream one by one and are bounded; what can't be one
/// ends it.
/// </summary>
internal sealed class RecordReader
{
    private static readonly int s_headerLength = Unsafe.SizeOf<RecordHeader>();

    private readonly Channel _channel;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(2 * RecordHeader.MaxLength);
    private int _start;
    private int _end;
    private bool _mayHoldMore;

    public RecordReader(Channel channel)
    {
        _channel = channel;
    }

    /// <summary>Whether no further record will come: the worker is gone, or can't be understood.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Wants no further record: what came can't be from a worker as it should be.</summary>
    public void Close()
    {
        IsClosed = true;
        _start = _end;
    }

    /// <summary>Takes the next record if all of it has come.</summary>
    /// <param name="content">Good until the next call.</param>
    public bool TryRead(out RecordKind kind, out ReadOnlySpan<byte> content)
    {
        while (!(_mayHoldMore = TryCut(out kind, out content)))
        {
            if (IsClosed || !Fill())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sleeps until there may be something to read.</summary>
    /// <returns>False if the time has passed without anything.</returns>
    public bool Wait(TimeSpan timeout) => _mayHoldMore || IsClosed || _channel.WaitForInput(timeout);

    private bool TryCut(out RecordKind kind, out ReadOnlySpan<byte> content)
    {
        kind = default;
        content = default;
        ReadOnlySpan<byte> waiting = _buffer.AsSpan(_start, _end - _start);
        if (!MemoryMarshal.TryRead(waiting, out RecordHeader header))
        {
            return false;
        }

        if (header.Length > RecordHeader.MaxLength)
        {
            Close();
            return false;
        }

        int length = (int)header.Length;
        if (waiting.Length - s_headerLength < length)
        {
            return false;
        }

        kind = header.Kind;
        content = waiting.Slice(s_headerLength, length);
        _start += s_headerLength + length;
        return true;
    }

    /// <summary>There is always room: what waits is less than one record, and the buffer holds two.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int? count = _channel.Receive(_buffer.AsSpan(_end), wait: false);
        IsClosed = count == 0;
        _end += count ?? 0;
        return count > 0;
    }
}
