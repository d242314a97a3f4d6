using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Workers;

/// <summary>Bytes of messages that came while a worker was waited for; more than is read after the end is dropped.</summary>
internal sealed class HeldBytes : IMessageSink
{
    private readonly Queue<(MessageWay Way, byte[] Bytes)> _pieces = [];
    private int _length;

    /// <inheritdoc/>
    public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= IMessageFeed.MaxRest - _length)
        {
            _pieces.Enqueue((way, bytes.ToArray()));
            _length += bytes.Length;
        }

        return true;
    }

    /// <summary>Passes on the oldest piece.</summary>
    /// <returns>Its length; 0 if there is none.</returns>
    public int PassOn(IMessageSink sink)
    {
        if (!_pieces.TryDequeue(out (MessageWay Way, byte[] Bytes) piece))
        {
            return 0;
        }

        sink.Accept(piece.Way, piece.Bytes);
        return piece.Bytes.Length;
    }
}
