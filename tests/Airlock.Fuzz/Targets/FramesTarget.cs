using System.Buffers;
using System.Buffers.Binary;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Protocol;
using Google.Protobuf;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// A stream of messages, as frames or as the predecessor's lines: it decodes to the same however it is cut, to what
/// Google's parser makes of it, at a bounded cost, and what is printed of it is harmless.
/// </summary>
internal sealed class FramesTarget : IFuzzTarget
{
    private const int HeaderLength = 2;

    /// <summary>A frame of six bytes can become a message, what an image is, and what a qcow2 image is.</summary>
    private const int BytesAllocatedPerByte = 96;
    private const int BytesAllocatedAnyhow = 4096;

    private static readonly MessageParser<GuestMessage> s_rival = GuestMessage.Parser.WithDiscardUnknownFields(true);

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<GuestMessage> _whole = [];
    private readonly List<GuestMessage> _cut = [];

    public int MaxInputLength => 2048;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new ActionReader(input);
        bool isText = (reader.Byte() & 7) == 7;
        uint cuts = reader.U16();
        ReadOnlySpan<byte> stream = reader.Bytes(MaxInputLength);
        IMessageDecoder whole = isText ? new PredecessorDecoder() : new FrameDecoder();
        IMessageDecoder cut = isText ? new PredecessorDecoder() : new FrameDecoder();
        PrintedMessage.CheckDebugText(stream, _output);
        DecodeWhole(whole, stream);
        DecodeCut(cut, stream, cuts);
        FindingException.ThrowUnless(
            _whole.SequenceEqual(_cut) && whole.Failure == cut.Failure && whole.IsInsideMessage == cut.IsInsideMessage,
            $"In one piece it gives {_whole.Count} messages ({whole.Failure}), cut {_cut.Count} ({cut.Failure}).");
        if (!isText)
        {
            CompareWithRival(stream);
        }

        var order = new MessageOrder();
        foreach (GuestMessage message in _whole)
        {
            PrintedMessage.Check(message, _output);
            OrderViolation before = order.Violation;
            OrderViolation now = order.Accept(message);
            FindingException.ThrowUnless(before == OrderViolation.None || now == before, "A violation was forgotten.");
        }
    }

    public void Dispose()
    {
    }

    private void DecodeWhole(IMessageDecoder decoder, ReadOnlySpan<byte> stream)
    {
        _whole.Clear();
        _whole.EnsureCapacity(stream.Length);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> rest = stream;
        Decode(decoder, ref rest, _whole);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        FindingException.ThrowUnless(
            allocated <= (BytesAllocatedPerByte * stream.Length) + BytesAllocatedAnyhow,
            $"{stream.Length} bytes of messages allocated {allocated} bytes.");
    }

    /// <summary>In pieces of changing lengths, as they come from a ring.</summary>
    private void DecodeCut(IMessageDecoder decoder, ReadOnlySpan<byte> stream, uint cuts)
    {
        _cut.Clear();
        var lengths = new Xorshift(cuts + 1);
        while (!stream.IsEmpty)
        {
            ReadOnlySpan<byte> piece = stream[..Math.Min(stream.Length, 1 + lengths.Below(1 + (int)(cuts & 63)))];
            stream = stream[piece.Length..];
            Decode(decoder, ref piece, _cut);
        }
    }

    private static void Decode(IMessageDecoder decoder, ref ReadOnlySpan<byte> bytes, List<GuestMessage> messages)
    {
        while (decoder.Decode(ref bytes, out GuestMessage? message) == DecodeStatus.Message)
        {
            messages.Add(message!);
        }

        FindingException.ThrowUnless(decoder.Failure is not null || bytes.IsEmpty, "The decoder left bytes lying.");
    }

    private void CompareWithRival(ReadOnlySpan<byte> stream)
    {
        foreach (GuestMessage message in _whole)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(stream);
            GuestMessage rival = s_rival.ParseFrom(stream.Slice(HeaderLength, length));
            FindingException.ThrowUnless(message.Equals(rival), $"{message} is {rival} to Google's parser.");
            stream = stream[(HeaderLength + length)..];
        }
    }
}
