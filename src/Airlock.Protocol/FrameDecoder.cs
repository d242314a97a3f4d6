using System.Buffers.Binary;
using Airlock.Abi.Wire;

namespace Airlock.Protocol;

/// <summary>
/// Decodes the frames of the message channel: <c>[len_lo][len_hi][protobuf bytes]</c>.
/// </summary>
/// <remarks>
/// A frame that lies whole in the input is parsed in place. Only an incomplete one is gathered in a buffer, which
/// grows with the bytes that really arrive and never beyond one frame (64 KiB): to announce a length costs the host
/// nothing. Fields and payloads of newer guests decode, and are dropped: such a message has no payload case.
/// </remarks>
public sealed class FrameDecoder : IMessageDecoder
{
    private const int FirstBufferLength = 256;

    private readonly GuestMessageReader _reader = new();
    private byte[] _gathered = [];
    private int _gatheredLength;
    private long _frameOffset;

    /// <inheritdoc/>
    public DecodeFailure? Failure { get; private set; }

    /// <inheritdoc/>
    public bool IsInsideMessage => _gatheredLength > 0;

    /// <inheritdoc/>
    public DecodeStatus Decode(ref ReadOnlySpan<byte> input, out GuestMessage? message)
    {
        message = null;
        if (Failure is not null)
        {
            return DecodeStatus.Malformed;
        }

        if (_gatheredLength == 0 && FrameLength(input) <= input.Length)
        {
            ReadOnlySpan<byte> frame = Take(ref input, FrameLength(input));
            return Parse(frame, out message);
        }

        Gather(ref input, FrameFormat.HeaderLength);
        if (_gatheredLength >= FrameFormat.HeaderLength)
        {
            Gather(ref input, FrameLength(_gathered));
            if (_gatheredLength == FrameLength(_gathered))
            {
                return Parse(_gathered.AsSpan(0, _gatheredLength), out message);
            }
        }

        return DecodeStatus.NeedMoreInput;
    }

    /// <summary>Header and payload of the frame that starts here; beyond any input while the header is cut.</summary>
    private static int FrameLength(ReadOnlySpan<byte> start)
    {
        return start.Length < FrameFormat.HeaderLength
            ? int.MaxValue
            : FrameFormat.HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(start);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int length)
    {
        ReadOnlySpan<byte> taken = input[..length];
        input = input[length..];
        return taken;
    }

    /// <summary>Moves input into the buffer until it holds <paramref name="wanted"/> bytes of the frame.</summary>
    private void Gather(ref ReadOnlySpan<byte> input, int wanted)
    {
        ReadOnlySpan<byte> part = Take(ref input, Math.Clamp(wanted - _gatheredLength, 0, input.Length));
        int needed = _gatheredLength + part.Length;
        if (needed > _gathered.Length)
        {
            int doubled = Math.Clamp(2 * _gathered.Length, FirstBufferLength, FrameFormat.MaxFrameLength);
            Array.Resize(ref _gathered, Math.Max(doubled, needed));
        }

        part.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength = needed;
    }

    private DecodeStatus Parse(ReadOnlySpan<byte> frame, out GuestMessage? message)
    {
        if (_reader.Read(frame[FrameFormat.HeaderLength..], out GuestMessage read) is { } fault)
        {
            return Fail(fault, out message);
        }

        message = read;
        _frameOffset += frame.Length;
        _gatheredLength = 0;
        return DecodeStatus.Message;
    }

    private DecodeStatus Fail(DecodeError error, out GuestMessage? message)
    {
        message = null;
        Failure = new DecodeFailure(error, _frameOffset);
        _gathered = [];
        _gatheredLength = 0;
        return DecodeStatus.Malformed;
    }
}
