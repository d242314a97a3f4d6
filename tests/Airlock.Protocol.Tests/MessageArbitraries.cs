using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Airlock.Protocol.Tests;

/// <summary>Messages with anything in them that the guest's codec can hold.</summary>
public static class MessageArbitraries
{
    private const int MaxDevices = 8;

    private static readonly string[] s_pieces =
        ["", "a", "copy", "input", "\0", "\n", "\u001b[2J", "é", "入", "🦆", "\u202e", "\\"];

    public static Arbitrary<GuestMessage> GuestMessages() => GuestMessageGen.ToArbitrary();

    public static Arbitrary<VmmConfig> VmmConfigs() => VmmConfigGen.ToArbitrary();

    /// <summary>Bytes that look a little like protobuf, so that they get further than the first tag.</summary>
    public static Arbitrary<byte[]> Payloads()
    {
        Gen<byte> likely = Gen.Elements<byte>(
            0x08, 0x10, 0x12, 0x18, 0x1a, 0x20, 0x22, 0x2a, 0x32, 0x3a, 0x4a, 0x82, 0x0a, 0, 1, 2, 3, 4, 5);
        Gen<byte> any = Gen.Choose(0, 255).Select(value => (byte)value);
        return Gen.Frequency((3, likely), (1, any)).ArrayOf().ToArbitrary();
    }

    private static Gen<string> Text => TextOf(maxBytes: 32);

    /// <summary>A string of up to so many bytes of UTF-8.</summary>
    internal static Gen<string> TextOf(int maxBytes) =>
        Gen.Elements(s_pieces).ArrayOf().Select(pieces => Joined(pieces, maxBytes));

    /// <summary>Numbers of every length: each count of bits is as likely as another.</summary>
    internal static Gen<ulong> UInt64 =>
        from bits in Gen.Choose(0, 64)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select bits == 0 ? 0 : (((ulong)(uint)high << 33) ^ ((ulong)(uint)low << 2) ^ (uint)high) >> (64 - bits);

    internal static Gen<uint> UInt32 => UInt64.Select(value => (uint)value);

    private static Gen<GuestMessage> GuestMessageGen =>
        from level in Gen.Frequency((4, Gen.Choose(0, 4)), (1, UInt32.Select(value => (int)value)))
        from which in Gen.Choose(0, 5)
        from first in Text
        from second in Text
        from a in UInt64
        from b in UInt64
        from c in UInt32
        from message in Gen.Frequency(
            (5, Gen.Constant(Message((Level)level, which, (first, second), (a, b, c)))),
            (1, InfoArbitraries.InfoResult.Select(info =>
                new GuestMessage { Level = (Level)level, InfoResult = info })),
            (1, InfoArbitraries.Refusal.Select(refusal =>
                new GuestMessage { Level = (Level)level, Refusal = refusal })),
            (1, InfoArbitraries.MapExtent.Select(extent =>
                new GuestMessage { Level = (Level)level, MapExtent = extent })),
            (1, InfoArbitraries.MapResult.Select(map =>
                new GuestMessage { Level = (Level)level, MapResult = map })),
            (1, InfoArbitraries.CompareResult.Select(result =>
                new GuestMessage { Level = (Level)level, CompareResult = result })),
            (1, InfoArbitraries.Digest.Select(digest =>
                new GuestMessage { Level = (Level)level, Digest = digest })))
        select message;

    private static Gen<VmmConfig> VmmConfigGen =>
        from devices in DeviceGen.ArrayOf()
        from step in UInt64
        from chunk in UInt64
        from mode in Gen.Choose(0, 3)
        from ram in UInt64
        from flags in Gen.Choose(0, 3)
        from operation in Gen.Choose(0, 8)
        from formats in Gen.Elements("", "raw", "qcow2").Two()
        from limits in UInt64.Two()
        from range in UInt64.Two()
        select new VmmConfig
        {
            Devices = { devices.Take(MaxDevices) },
            ProgressStep = step,
            ChunkSectors = chunk,
            Messages = (MessageMode)mode,
            RamBytes = ram,
            SerialNeverBlocks = (flags & 1) != 0,
            InterruptStatusWaits = (flags & 2) != 0,
            Operation = (Operation)operation,
            SourceFormat = formats.Item1,
            MaxVirtualSize = limits.Item1,
            MaxAmplification = limits.Item2,
            Accept = (uint)step,
            RangeStart = range.Item1,
            RangeBytes = range.Item2,
            TargetFormat = formats.Item2,
        };

    private static Gen<DeviceConfig> DeviceGen =>
        from name in Text
        from size in UInt32
        from address in UInt64
        from bytes in UInt64
        select new DeviceConfig { Name = name, SectorSize = size, Address = address, Bytes = bytes };

    private static string Joined(string[] pieces, int maxBytes)
    {
        var text = new StringBuilder();
        int length = 0;
        foreach (string piece in pieces.Where(piece => (length += Encoding.UTF8.GetByteCount(piece)) <= maxBytes))
        {
            text.Append(piece);
        }

        return text.ToString();
    }

    private static GuestMessage Message(
        Level level, int which, (string First, string Second) text, (ulong A, ulong B, uint C) number)
    {
        var message = new GuestMessage { Level = level };
        switch (which)
        {
            case 1:
                message.Init = new InitMessage { Stage = text.First, Device = text.Second, Address = number.A };
                break;
            case 2:
                message.Capacity = new CapacityMessage { Device = text.First, Sectors = number.A, Bytes = number.B };
                break;
            case 3:
                message.Progress = new ProgressMessage
                {
                    Operation = text.First,
                    Current = number.A,
                    Total = number.B,
                    Percent = number.C,
                };
                break;
            case 4:
                message.Error = new ErrorMessage
                {
                    Operation = text.First,
                    Device = text.Second,
                    Sector = number.A,
                    Status = number.C,
                };
                break;
            case 5:
                message.Complete = new CompleteMessage
                {
                    Operation = text.First,
                    Count = number.A,
                    Success = number.C % 2 == 1,
                };
                break;
        }

        return message;
    }
}
