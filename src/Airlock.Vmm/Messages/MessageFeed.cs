using Airlock.Memory;

namespace Airlock.Vmm.Messages;

/// <summary>Fetches the bytes of messages from COM1, and from the ring or the console if there is one.</summary>
internal sealed class MessageFeed : IMessageFeed
{
    /// <summary>
    /// Bytes of one way that are passed on together; more wait at their source. Twice what a ring holds, so that a full one is
    /// seen to be empty after it.
    /// </summary>
    private const int FullBatch = 128 << 10;

    /// <summary>Bytes that are worth a wake-up while messages come fast; about a thousand messages.</summary>
    private const int FastWake = 32 << 10;

    /// <summary>
    /// While messages come fast they are fetched this often, rather than on a signal for each: short for a person, long
    /// for a processor.
    /// </summary>
    private static readonly TimeSpan s_fastTick = TimeSpan.FromMilliseconds(20);

    private readonly EventFd _arrived;
    private readonly SerialPipe _serial;
    private readonly IMessageSource? _source;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 << 10);
    private bool _isFast;

    /// <param name="arrived">What both sources signal.</param>
    /// <param name="serial">COM1, which is there always.</param>
    /// <param name="source">The way that the guest was asked to use, if it isn't COM1.</param>
    public MessageFeed(EventFd arrived, SerialPipe serial, IMessageSource? source)
    {
        _arrived = arrived;
        _serial = serial;
        _source = source;
    }

    /// <inheritdoc/>
    public string? Violation => _source?.Violation;

    /// <inheritdoc/>
    public long Signals { get; private set; }

    /// <inheritdoc/>
    public int Read(IMessageSink sink)
    {
        // Looked at first and read last: what a guest says on COM1 in the end, as in a panic, comes after what it has
        // put elsewhere before.
        // A device that has more than a batch goes first the next time, too.
        bool readSerial = _serial.HasBytes;
        int count = _source is null ? 0 : Read(_source, MessageWay.Device, sink);
        count += readSerial && Violation is null && count < FullBatch ? Read(_serial, MessageWay.Serial, sink) : 0;
        _isFast = count > 0;
        return count;
    }

    /// <inheritdoc/>
    public bool Wait(TimeSpan timeout)
    {
        int worthwhile = _isFast ? FastWake : 1;
        if (!_serial.Arm(worthwhile) || _source?.Arm(worthwhile) == false)
        {
            return true;
        }

        TimeSpan patience = _isFast && s_fastTick < timeout ? s_fastTick : timeout;
        bool woken = _arrived.Wait(patience, out ulong signals);
        Signals += (long)signals;
        return woken || _isFast;
    }

    private int Read(IMessageSource source, MessageWay way, IMessageSink sink)
    {
        int total = 0, count;
        bool wantsMore = true;
        while (wantsMore && total < FullBatch && (count = source.Take(_buffer)) > 0)
        {
            wantsMore = sink.Accept(way, _buffer.AsSpan(0, count));
            total += count;
        }

        return total;
    }
}
