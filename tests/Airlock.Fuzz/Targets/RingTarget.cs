using System.Buffers.Binary;
using Airlock.Abi.Machine;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Messages;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// The ring of messages in guest RAM and COM1, read by the one thread that reads messages. The guest moves the indices
/// as it likes; what is read must be what lies there.
/// </summary>
internal sealed class RingTarget : IFuzzTarget
{
    private const int MaxActions = 48;
    private const int OpenLength = (int)(MemoryMap.MessageRingEnd + MemoryMap.PageSize - GuestRam.FirstOpen);
    private const int RingOffset = (int)(MemoryMap.MessageRing - GuestRam.FirstOpen);

    private readonly GuardedMemory _memory = new(GuestRam.FirstOpen + OpenLength, GuestRam.FirstOpen);
    private readonly EventFd _arrived = new();
    private readonly List<GuestMessage> _batch = [];

    public int MaxInputLength => 1024;

    /// <summary>The ring, and the page after it.</summary>
    private Span<byte> Ring => _memory.Open[RingOffset..];

    public void Run(ReadOnlySpan<byte> input)
    {
        Ring.Clear();
        var ring = new SharedRing(_memory.Memory, _arrived);
        var serial = new SerialPipe(_arrived);
        var expected = new ExpectedMessages();

        // Nobody else reads here: so nobody may wait for room.
        ring.Release();
        serial.Release();
        var feed = new MessageFeed(_arrived, serial, ring);
        var reader = new MessageReader(MessageMode.Protobuf);
        var actions = new ActionReader(input);
        for (int i = 0; i < MaxActions && !actions.IsEmpty; i++)
        {
            byte action = actions.Byte();
            if ((action & 7) == 7)
            {
                Read(feed, reader, expected);
            }
            else
            {
                Do(action & 7, ring, serial, expected, ref actions);
            }
        }

        Read(feed, reader, expected);
        FindingException.ThrowUnless(
            !_memory.Open[(int)(MemoryMap.MessageRingEnd - GuestRam.FirstOpen)..].ContainsAnyExcept((byte)0)
                && !_memory.Open.Slice(RingOffset - 0x1000, 0x1000).ContainsAnyExcept((byte)0),
            "Something was written beside the ring.");
        FindingException.ThrowUnless(_memory.HiddenIsIntact(), "Something was written into the VMM's part of RAM.");
    }

    public void Dispose()
    {
        _arrived.Dispose();
        _memory.Dispose();
    }

    private void Do(int action, SharedRing ring, SerialPipe serial, ExpectedMessages expected, ref ActionReader input)
    {
        switch (action)
        {
            case 0 or 1:
                Put(ring, input.Bytes(input.Byte()));
                break;
            case 2:
                WriteRegister(ring, expected, ref input);
                break;
            case 3:
                ring.Read(input.Mostly(MessageRing.RegisterRoom, sizeof(ushort)), (int)input.Mostly(4, 1), out _);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(Ring[(int)MessageRing.Head..], input.U32());
                break;
            case 5:
                input.Bytes(input.Byte() & 15).CopyTo(Ring[(input.U16() % (int)MessageRing.Data)..]);
                break;
            default:
                ReadOnlySpan<byte> bytes = input.Bytes(input.Byte());
                serial.Write(bytes);
                expected.AddSerial(bytes);
                break;
        }
    }

    private static void WriteRegister(SharedRing ring, ExpectedMessages expected, ref ActionReader input)
    {
        ulong register = input.Mostly(MessageRing.RegisterEnable, sizeof(ushort));
        int width = (int)input.Mostly(sizeof(uint), 1);
        ulong value = input.Mostly(1, sizeof(ulong));
        ring.Write(register, width, value);
        expected.IsEnabled |= register == MessageRing.RegisterEnable && width == sizeof(uint) && value == 1;
    }

    /// <summary>What an honest guest does with a message.</summary>
    private void Put(SharedRing ring, ReadOnlySpan<byte> bytes)
    {
        uint head = BinaryPrimitives.ReadUInt32LittleEndian(Ring[(int)MessageRing.Head..]);
        foreach (byte value in bytes)
        {
            Ring[(int)(MessageRing.Data + (head++ % MemoryMap.MessageRingBytes))] = value;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(Ring[(int)MessageRing.Head..], head);
        ring.Write(MessageRing.RegisterDoorbell, sizeof(uint), 0);
    }

    private void Read(MessageFeed feed, MessageReader reader, ExpectedMessages expected)
    {
        _ = feed.Wait(TimeSpan.Zero);
        int foreseen = expected.Read(Ring);

        // What breaks the stream ends the run.
        int count = reader.Violation is null ? feed.Read(reader) : 0;
        _batch.Clear();
        reader.PassOn(_batch.AddRange);
        FindingException.ThrowUnless(count == foreseen, $"{count} bytes were read, and {foreseen} were there.");
        FindingException.ThrowUnless(
            _batch.SequenceEqual(expected.Batch), $"{_batch.Count} messages came instead of {expected.Batch.Count}.");
        string? violation = reader.Violation ?? feed.Violation;
        FindingException.ThrowUnless(
            (violation is null) == !expected.IsBroken, $"The stream is broken: {violation ?? "no"}.");
    }
}
