using Airlock.Protocol;
using Airlock.Vmm.Running;

namespace Airlock.Vmm.Serial;

/// <summary>
/// The host's end of COM1: bytes become typed messages, are held to the contract's order, and go into the queue. The
/// first thing that breaks the contract stops the run.
/// </summary>
internal sealed class MessageChannel
{
    private readonly IMessageDecoder _decoder;
    private readonly MessageQueue _queue;
    private readonly StopSignal _stop;
    private readonly MessageOrder _order = new();
    private readonly byte[] _bytes = new byte[512];
    private int _count;
    private long _bytesReceived;
    private long _messages;

    public MessageChannel(MessageMode mode, MessageQueue queue, StopSignal stop)
    {
        _decoder = mode == MessageMode.Text ? new PredecessorDecoder() : new FrameDecoder();
        _queue = queue;
        _stop = stop;
    }

    /// <summary>Raised with the first message.</summary>
    public Action? OnFirstMessage { get; init; }

    /// <summary>Messages so far; may be read from any thread.</summary>
    public long Messages => Volatile.Read(ref _messages);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>The guest's last word; null until it is said.</summary>
    public CompleteMessage? Completion => _order.Completion;

    /// <summary>Whether a message has begun that never ended.</summary>
    public bool IsInsideMessage => _decoder.IsInsideMessage;

    /// <summary>Takes a byte. Nothing is decoded before <see cref="Flush"/>, or when many have come together.</summary>
    public void Write(byte value)
    {
        _bytes[_count++] = value;
        if (_count == _bytes.Length)
        {
            Flush();
        }
    }

    /// <summary>Decodes what has come.</summary>
    public void Flush()
    {
        ReadOnlySpan<byte> input = _bytes.AsSpan(0, _count);
        _bytesReceived += _count;
        _count = 0;
        while (!input.IsEmpty && !_stop.IsStopping)
        {
            switch (_decoder.Decode(ref input, out GuestMessage? message))
            {
                case DecodeStatus.Message:
                    Accept(message!);
                    break;
                case DecodeStatus.Malformed:
                    _stop.Stop(StopCause.ContractBroken, $"The guest broke the protocol: {_decoder.Failure}. Run a guest that keeps it.");
                    break;
            }
        }
    }

    private void Accept(GuestMessage message)
    {
        OrderViolation violation = _order.Accept(message);
        if (violation != OrderViolation.None)
        {
            _stop.Stop(StopCause.ContractBroken, $"The guest broke the order of messages: {Describe(violation)}.");
            return;
        }

        if (_messages++ == 0)
        {
            OnFirstMessage?.Invoke();
        }

        _queue.Add(message);
    }

    private static string Describe(OrderViolation violation) => violation switch
    {
        OrderViolation.MessageAfterComplete => "it went on after its CompleteMessage",
        OrderViolation.CurrentExceedsTotal => "more is done than there is to do",
        OrderViolation.CurrentFell => "less is done than it said before",
        _ => "too many operations report progress",
    };
}
