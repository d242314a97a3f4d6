using Airlock.Protocol;

namespace Airlock.Vmm.Messages;

/// <summary>
/// Where all of a guest's messages come together: bytes from COM1, and from the ring or the console if there is one,
/// become typed messages and are held to the contract's order. All on one thread, so that nothing is locked or handed
/// over a message at a time.
/// </summary>
internal sealed class MessageReader : IMessageSink
{
    private readonly IMessageDecoder _serialDecoder;
    private readonly IMessageDecoder _deviceDecoder;
    private readonly MessageOrder _order = new();
    private readonly List<GuestMessage> _batch = [];

    public MessageReader(MessageMode mode)
    {
        _serialDecoder = DecoderOf(mode);
        _deviceDecoder = DecoderOf(mode);
    }

    /// <summary>Raised with the first message.</summary>
    public Action? OnFirstMessage { get; set; }

    /// <summary>Messages so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes of messages so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>What the guest has said so far, as far as more than the moment depends on it.</summary>
    public MessageOrder Said => _order;

    /// <summary>Whether a message has begun that never ended.</summary>
    public bool IsInsideMessage => _serialDecoder.IsInsideMessage || _deviceDecoder.IsInsideMessage;

    /// <summary>How the guest broke the contract, as a sentence; nothing is read after that.</summary>
    public string? Violation { get; private set; }

    /// <summary>Passes on the messages that have come since the last call, if there are any.</summary>
    public void PassOn(Action<IReadOnlyList<GuestMessage>>? onMessages)
    {
        if (_batch.Count > 0)
        {
            onMessages?.Invoke(_batch);
            _batch.Clear();
        }
    }

    /// <summary>Notes how the guest broke the rules of a way, if it did; nothing is read after that.</summary>
    public void Break(string? violation) => Violation ??= violation;

    /// <inheritdoc/>
    public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
    {
        if (Violation is null)
        {
            BytesReceived += bytes.Length;
            Decode(bytes, way == MessageWay.Serial ? _serialDecoder : _deviceDecoder);
        }

        return Violation is null;
    }

    private static IMessageDecoder DecoderOf(MessageMode mode) =>
        mode == MessageMode.Text ? new PredecessorDecoder() : new FrameDecoder();

    private void Decode(ReadOnlySpan<byte> bytes, IMessageDecoder decoder)
    {
        while (Violation is null)
        {
            switch (decoder.Decode(ref bytes, out GuestMessage? message))
            {
                case DecodeStatus.Message:
                    Accept(message!);
                    break;
                case DecodeStatus.Malformed:
                    Violation = $"The guest broke the protocol: {decoder.Failure}. Run a guest that keeps it.";
                    break;
                default:
                    return;
            }
        }
    }

    private void Accept(GuestMessage message)
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

        _batch.Add(message);
    }

    private static string Describe(OrderViolation violation) => violation switch
    {
        OrderViolation.MessageAfterComplete => "it went on after its CompleteMessage",
        OrderViolation.CurrentExceedsTotal => "more is done than there is to do",
        OrderViolation.CurrentFell => "less is done than it said before",
        OrderViolation.RepeatedResult => "it gave an answer twice",
        OrderViolation.BrokenMap => "a part of its map doesn't follow the one before",
        OrderViolation.SuccessAfterRefusal => "it refused the image and then reported success",
        _ => "too many operations report progress",
    };
}
