using System.Buffers.Binary;
using Airlock.Abi.Machine;
using Airlock.Protocol;

namespace Airlock.Fuzz.Targets;

/// <summary>What the reader of messages should find: first what lies in the ring, then what came on COM1.</summary>
internal sealed class ExpectedMessages
{
    private const int MostAtOnce = 64 << 10;
    private const int SerialCapacity = 16 << 10;

    private readonly FrameDecoder _ringDecoder = new();
    private readonly FrameDecoder _serialDecoder = new();
    private readonly MessageOrder _order = new();
    private readonly List<byte> _serial = [];
    private readonly byte[] _piece = new byte[MemoryMap.MessageRingBytes];
    private uint _tail;

    /// <summary>The messages of the last <see cref="Read"/>.</summary>
    public List<GuestMessage> Batch { get; } = [];

    /// <summary>Whether the guest has said that it uses the ring.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>Whether the guest has broken a rule, after which nothing is read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>COM1 holds so much, and nobody waits for room here.</summary>
    public void AddSerial(ReadOnlySpan<byte> bytes) =>
        _serial.AddRange(bytes[..Math.Min(bytes.Length, SerialCapacity - _serial.Count)]);

    /// <returns>How many bytes there are to read.</returns>
    public int Read(ReadOnlySpan<byte> ring)
    {
        Batch.Clear();
        if (IsBroken)
        {
            return 0;
        }

        int total = ReadRing(ring, out bool ringIsSound);
        if (ringIsSound)
        {
            // Also after a message that broke the stream: then it is fetched and goes nowhere.
            total += _serial.Count;
            Decode(_serialDecoder, _serial.ToArray());
            _serial.Clear();
        }

        return total;
    }

    private int ReadRing(ReadOnlySpan<byte> ring, out bool isSound)
    {
        int total = 0;
        isSound = true;
        while (IsEnabled && !IsBroken && total < MostAtOnce)
        {
            uint waiting = BinaryPrimitives.ReadUInt32LittleEndian(ring[(int)MessageRing.Head..]) - _tail;
            isSound = waiting <= MemoryMap.MessageRingBytes;
            IsBroken = !isSound;
            if (IsBroken || waiting == 0)
            {
                break;
            }

            for (int i = 0; i < waiting; i++)
            {
                _piece[i] = ring[(int)(MessageRing.Data + (_tail++ % MemoryMap.MessageRingBytes))];
            }

            Decode(_ringDecoder, _piece.AsSpan(0, (int)waiting));
            total += (int)waiting;
        }

        return total;
    }

    private void Decode(FrameDecoder decoder, ReadOnlySpan<byte> bytes)
    {
        while (!IsBroken && decoder.Decode(ref bytes, out GuestMessage? message) == DecodeStatus.Message)
        {
            IsBroken = _order.Accept(message!) != OrderViolation.None;
            if (!IsBroken)
            {
                Batch.Add(message!);
            }
        }

        IsBroken |= decoder.Failure is not null;
    }
}
