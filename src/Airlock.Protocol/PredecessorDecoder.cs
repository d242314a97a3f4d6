namespace Airlock.Protocol;

/// <summary>Decodes the plain-text form of the messages (<see cref="PredecessorText"/>), line by line.</summary>
/// <remarks>A line ends with a line feed, or with return and line feed.</remarks>
public sealed class PredecessorDecoder : IMessageDecoder
{
    /// <summary>The longest line, its end not counted, in bytes; real ones have up to 50.</summary>
    public const int MaxLineLength = 256;

    private readonly byte[] _line = new byte[MaxLineLength];
    private int _lineLength;
    private long _lineOffset;

    /// <inheritdoc/>
    public DecodeFailure? Failure { get; private set; }

    /// <inheritdoc/>
    public bool IsInsideMessage => _lineLength > 0;

    /// <inheritdoc/>
    public DecodeStatus Decode(ref ReadOnlySpan<byte> input, out GuestMessage? message)
    {
        message = null;
        if (Failure is not null)
        {
            return DecodeStatus.Malformed;
        }

        int end = input.IndexOf((byte)'\n');
        ReadOnlySpan<byte> part = end < 0 ? input : input[..end];
        if (part.Length > MaxLineLength - _lineLength)
        {
            return Fail(DecodeError.LineTooLong);
        }

        part.CopyTo(_line.AsSpan(_lineLength));
        _lineLength += part.Length;
        input = end < 0 ? default : input[(end + 1)..];
        return end < 0 ? DecodeStatus.NeedMoreInput : EndLine(out message);
    }

    private DecodeStatus EndLine(out GuestMessage? message)
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _lineLength);
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        message = PredecessorText.TryParse(line);
        if (message is null)
        {
            return Fail(DecodeError.UnknownLine);
        }

        _lineOffset += _lineLength + 1;
        _lineLength = 0;
        return DecodeStatus.Message;
    }

    private DecodeStatus Fail(DecodeError error)
    {
        Failure = new DecodeFailure(error, _lineOffset);
        _lineLength = 0;
        return DecodeStatus.Malformed;
    }
}
