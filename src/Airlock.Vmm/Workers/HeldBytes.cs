using System.Runtime.InteropServices;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Workers;

/// <summary>
/// Bytes of messages that came while a worker was waited for; more than is read after the end is dropped. However small
/// the pieces that they come in, they take little more memory than their number.
/// </summary>
internal sealed class HeldBytes : IMessageSink
{
    private readonly List<byte> _bytes = [];
    private readonly List<(MessageWay Way, int End)> _runs = [];
    private int _runsPassedOn;
    private int _bytesPassedOn;

    /// <inheritdoc/>
    public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && bytes.Length <= IMessageFeed.MaxRest - _bytes.Count)
        {
            _bytes.AddRange(bytes);
            Lengthen(way);
        }

        return true;
    }

    /// <summary>Passes on the oldest bytes that came on one way.</summary>
    /// <returns>How many; 0 if there are none.</returns>
    public int PassOn(IMessageSink sink)
    {
        if (_runsPassedOn == _runs.Count)
        {
            return 0;
        }

        (MessageWay way, int end) = _runs[_runsPassedOn++];
        ReadOnlySpan<byte> run = CollectionsMarshal.AsSpan(_bytes)[_bytesPassedOn..end];
        _bytesPassedOn = end;
        sink.Accept(way, run);
        return run.Length;
    }

    private void Lengthen(MessageWay way)
    {
        if (_runs.Count > _runsPassedOn && _runs[^1].Way == way)
        {
            _runs[^1] = (way, _bytes.Count);
        }
        else
        {
            _runs.Add((way, _bytes.Count));
        }
    }
}
