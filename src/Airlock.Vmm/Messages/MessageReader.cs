using Airlock.Kvm;
using Airlock.Protocol;

namespace Airlock.Vmm.Messages;

/// <summary>
/// Where all of a guest's messages come together: bytes from COM1, and from the ring or the console if there is one,
/// become typed messages and are held to the contract's order. All on one thread, so that nothing is locked or handed
/// over a message at a time.
/// </summary>
internal sealed class MessageReader
{
    /// <summary>Bytes of messages reported together; more wait at their source.</summary>
    private const int FullBatch = 64 << 10;

    /// <summary>Bytes that are worth a wake-up while messages come fast; about a thousand messages.</summary>
    private const int FastWake = 32 << 10;

    /// <summary>
    /// While messages come fast they are fetched this often, rather than on a signal for each: short for a person, long
    /// for a processor.
    /// </summary>
    private static readonly TimeSpan s_fastTick = TimeSpan.FromMilliseconds(20);

    private readonly EventFd _arrived;
    private readonly SerialPipe _serial;
    private readonly IMessageDecoder _serialDecoder;
    private readonly IMessageSource? _source;
    private readonly IMessageDecoder _decoder;
    private readonly MessageOrder _order = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 << 10);
    private bool _isFast;

    /// <param name="arrived">What both sources signal.</param>
    /// <param name="serial">COM1, which is there always.</param>
    /// <param name="source">The way that the guest was asked to use, if it isn't COM1.</param>
    public MessageReader(MessageMode mode, EventFd arrived, SerialPipe serial, IMessageSource? source)
    {
        _arrived = arrived;
        _serial = serial;
        _source = source;
        _serialDecoder = DecoderOf(mode);
        _decoder = DecoderOf(mode);
    }

    /// <summary>Raised with the first message.</summary>
    public Action? OnFirstMessage { get; set; }

    /// <summary>Messages so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes of messages so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>How often the guest, or the vCPU's thread for it, has asked to be heard.</summary>
    public long Signals { get; private set; }

    /// <summary>The guest's last word; null until it is said.</summary>
    public CompleteMessage? Completion => _order.Completion;

    /// <summary>Whether a message has begun that never ended.</summary>
    public bool IsInsideMessage => _serialDecoder.IsInsideMessage || _decoder.IsInsideMessage;

    /// <summary>How the guest broke the contract, as a sentence; nothing is read after that.</summary>
    public string? Violation { get; private set; }

    /// <summary>Fetches what has come.</summary>
    /// <param name="batch">Emptied first, then filled with the messages.</param>
    /// <returns>How many bytes were fetched; 0 when there is nothing more now.</returns>
    public int Read(List<GuestMessage> batch)
    {
        batch.Clear();

        // Looked at first and read last: what a guest says on COM1 in the end, as in a panic, comes after what it has
        // put elsewhere before.
        bool readSerial = _serial.HasBytes;
        int count = _source is null ? 0 : Read(_source, _decoder, batch);
        count += readSerial ? Read(_serial, _serialDecoder, batch) : 0;
        BytesReceived += count;
        _isFast = count > 0;
        return count;
    }

    /// <summary>Sleeps until there is something to read, but not for ever.</summary>
    /// <returns>False if the time has passed without anything.</returns>
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

    private static IMessageDecoder DecoderOf(MessageMode mode) =>
        mode == MessageMode.Text ? new PredecessorDecoder() : new FrameDecoder();

    private int Read(IMessageSource source, IMessageDecoder decoder, List<GuestMessage> batch)
    {
        int total = 0;
        while (total < FullBatch && Violation is null)
        {
            int count = source.Take(_buffer);
            Violation ??= source.Violation;
            if (count == 0)
            {
                break;
            }

            Decode(_buffer.AsSpan(0, count), decoder, batch);
            total += count;
        }

        return total;
    }

    private void Decode(ReadOnlySpan<byte> bytes, IMessageDecoder decoder, List<GuestMessage> batch)
    {
        while (Violation is null)
        {
            switch (decoder.Decode(ref bytes, out GuestMessage? message))
            {
                case DecodeStatus.Message:
                    Accept(message!, batch);
                    break;
                case DecodeStatus.Malformed:
                    Violation = $"The guest broke the protocol: {decoder.Failure}. Run a guest that keeps it.";
                    break;
                default:
                    return;
            }
        }
    }

    private void Accept(GuestMessage message, List<GuestMessage> batch)
    {
        OrderViolation violation = _order.Accept(message);
        if (violation != OrderViolation.None)
        {
            Violation = $"The guest broke the order of messages: {Describe(violation)}.";
            return;
        }

        if (Messages++ == 0)
        {
            OnFirstMessage?.Invoke();
        }

        batch.Add(message);
    }

    private static string Describe(OrderViolation violation) => violation switch
    {
        OrderViolation.MessageAfterComplete => "it went on after its CompleteMessage",
        OrderViolation.CurrentExceedsTotal => "more is done than there is to do",
        OrderViolation.CurrentFell => "less is done than it said before",
        _ => "too many operations report progress",
    };
}
