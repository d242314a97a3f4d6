using System;
using System.Text;
using Google.Protobuf;
using Codec = Airlock.Guest.Messages;

namespace Airlock.Protocol.Tests;

/// <summary>The same message on the two sides: the host's classes and the guest's structs.</summary>
internal static class CodecMapping
{
    public static Codec.GuestMessage ToGuest(GuestMessage message)
    {
        var level = (Codec.Level)message.Level;
        return message.PayloadCase switch
        {
            GuestMessage.PayloadOneofCase.Init => Codec.GuestMessage.Of(level, ToGuest(message.Init)),
            GuestMessage.PayloadOneofCase.Capacity => Codec.GuestMessage.Of(level, ToGuest(message.Capacity)),
            GuestMessage.PayloadOneofCase.Progress => Codec.GuestMessage.Of(level, ToGuest(message.Progress)),
            GuestMessage.PayloadOneofCase.Error => Codec.GuestMessage.Of(level, ToGuest(message.Error)),
            GuestMessage.PayloadOneofCase.Complete => Codec.GuestMessage.Of(level, ToGuest(message.Complete)),
            GuestMessage.PayloadOneofCase.InfoResult =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.InfoResultMessage>(message.InfoResult)),
            GuestMessage.PayloadOneofCase.Refusal =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.Refusal>(message.Refusal)),
            GuestMessage.PayloadOneofCase.MapExtent =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.MapExtentMessage>(message.MapExtent)),
            GuestMessage.PayloadOneofCase.MapResult =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.MapResultMessage>(message.MapResult)),
            GuestMessage.PayloadOneofCase.CompareResult =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.CompareResultMessage>(message.CompareResult)),
            GuestMessage.PayloadOneofCase.Digest =>
                Codec.GuestMessage.Of(level, ToGuest<Codec.DigestMessage>(message.Digest)),
            _ => new Codec.GuestMessage { Level = level },
        };
    }

    public static Codec.InitMessage ToGuest(InitMessage init) =>
        new() { Stage = Bytes(init.Stage), Device = Bytes(init.Device), Address = init.Address };

    public static Codec.CapacityMessage ToGuest(CapacityMessage capacity) =>
        new() { Device = Bytes(capacity.Device), Sectors = capacity.Sectors, Bytes = capacity.Bytes };

    public static Codec.ProgressMessage ToGuest(ProgressMessage progress) => new()
    {
        Operation = Bytes(progress.Operation),
        Current = progress.Current,
        Total = progress.Total,
        Percent = progress.Percent,
    };

    public static Codec.ErrorMessage ToGuest(ErrorMessage error) => new()
    {
        Operation = Bytes(error.Operation),
        Device = Bytes(error.Device),
        Sector = error.Sector,
        Status = error.Status,
    };

    public static Codec.CompleteMessage ToGuest(CompleteMessage complete) =>
        new() { Operation = Bytes(complete.Operation), Count = complete.Count, Success = complete.Success };

    /// <summary>By way of the bytes that Google.Protobuf writes; InfoCodecTests look at single fields.</summary>
    public static T ToGuest<T>(IMessage message)
        where T : struct, Codec.IWireMessage<T>
    {
        Assert.Equal(Codec.FrameStatus.Decoded, Codec.Frame.TryDecode(Frames.Of(message), out T result, out _));
        return result;
    }

    public static Codec.VmmConfig ToGuest(VmmConfig config)
    {
        Codec.VmmConfig result = new()
        {
            ProgressStep = config.ProgressStep,
            ChunkSectors = config.ChunkSectors,
            Messages = (Codec.MessageMode)config.Messages,
            RamBytes = config.RamBytes,
            SerialNeverBlocks = config.SerialNeverBlocks,
            InterruptStatusWaits = config.InterruptStatusWaits,
            Operation = (Codec.Operation)config.Operation,
            SourceFormat = Bytes(config.SourceFormat),
            MaxVirtualSize = config.MaxVirtualSize,
            MaxAmplification = config.MaxAmplification,
            Accept = config.Accept,
            RangeStart = config.RangeStart,
            RangeBytes = config.RangeBytes,
            TargetFormat = Bytes(config.TargetFormat),
        };
        foreach (DeviceConfig device in config.Devices)
        {
            Assert.True(result.Devices.TryAdd(new Codec.DeviceConfig
            {
                Name = Bytes(device.Name),
                SectorSize = device.SectorSize,
                Address = device.Address,
                Bytes = device.Bytes,
            }));
        }

        return result;
    }

    public static GuestMessage ToHost(in Codec.GuestMessage message)
    {
        var result = new GuestMessage { Level = (Level)message.Level };
        switch (message.PayloadCase)
        {
            case Codec.GuestMessage.PayloadOneofCase.Init: result.Init = ToHost(message.Init); break;
            case Codec.GuestMessage.PayloadOneofCase.Capacity: result.Capacity = ToHost(message.Capacity); break;
            case Codec.GuestMessage.PayloadOneofCase.Progress: result.Progress = ToHost(message.Progress); break;
            case Codec.GuestMessage.PayloadOneofCase.Error: result.Error = ToHost(message.Error); break;
            case Codec.GuestMessage.PayloadOneofCase.Complete: result.Complete = ToHost(message.Complete); break;
            case Codec.GuestMessage.PayloadOneofCase.InfoResult:
                result.InfoResult = InfoResultMessage.Parser.ParseFrom(Payload(message.InfoResult));
                break;
            case Codec.GuestMessage.PayloadOneofCase.Refusal:
                result.Refusal = Refusal.Parser.ParseFrom(Payload(message.Refusal));
                break;
            case Codec.GuestMessage.PayloadOneofCase.MapExtent:
                result.MapExtent = MapExtentMessage.Parser.ParseFrom(Payload(message.MapExtent));
                break;
            case Codec.GuestMessage.PayloadOneofCase.MapResult:
                result.MapResult = MapResultMessage.Parser.ParseFrom(Payload(message.MapResult));
                break;
            case Codec.GuestMessage.PayloadOneofCase.CompareResult:
                result.CompareResult = CompareResultMessage.Parser.ParseFrom(Payload(message.CompareResult));
                break;
            case Codec.GuestMessage.PayloadOneofCase.Digest:
                result.Digest = DigestMessage.Parser.ParseFrom(Payload(message.Digest));
                break;
        }

        return result;
    }

    public static VmmConfig ToHost(in Codec.VmmConfig config)
    {
        var result = new VmmConfig
        {
            ProgressStep = config.ProgressStep,
            ChunkSectors = config.ChunkSectors,
            Messages = (MessageMode)config.Messages,
            RamBytes = config.RamBytes,
            SerialNeverBlocks = config.SerialNeverBlocks,
            InterruptStatusWaits = config.InterruptStatusWaits,
            Operation = (Operation)config.Operation,
            SourceFormat = Text(config.SourceFormat.Bytes),
            MaxVirtualSize = config.MaxVirtualSize,
            MaxAmplification = config.MaxAmplification,
            Accept = config.Accept,
            RangeStart = config.RangeStart,
            RangeBytes = config.RangeBytes,
            TargetFormat = Text(config.TargetFormat.Bytes),
        };
        foreach (ref readonly Codec.DeviceConfig device in config.Devices.Items)
        {
            result.Devices.Add(new DeviceConfig
            {
                Name = Text(device.Name.Bytes),
                SectorSize = device.SectorSize,
                Address = device.Address,
                Bytes = device.Bytes,
            });
        }

        return result;
    }

    private static InitMessage ToHost(in Codec.InitMessage init) =>
        new() { Stage = Text(init.Stage.Bytes), Device = Text(init.Device.Bytes), Address = init.Address };

    private static CapacityMessage ToHost(in Codec.CapacityMessage capacity) =>
        new() { Device = Text(capacity.Device.Bytes), Sectors = capacity.Sectors, Bytes = capacity.Bytes };

    private static ProgressMessage ToHost(in Codec.ProgressMessage progress) => new()
    {
        Operation = Text(progress.Operation.Bytes),
        Current = progress.Current,
        Total = progress.Total,
        Percent = progress.Percent,
    };

    private static ErrorMessage ToHost(in Codec.ErrorMessage error) => new()
    {
        Operation = Text(error.Operation.Bytes),
        Device = Text(error.Device.Bytes),
        Sector = error.Sector,
        Status = error.Status,
    };

    private static CompleteMessage ToHost(in Codec.CompleteMessage complete) =>
        new() { Operation = Text(complete.Operation.Bytes), Count = complete.Count, Success = complete.Success };

    private static ReadOnlySpan<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static byte[] Payload<T>(in T message)
        where T : struct, Codec.IWireMessage<T>
    {
        byte[] frame = new byte[ushort.MaxValue];
        Assert.True(Codec.Frame.TryEncode(in message, frame, out int length));
        return frame[2..length];
    }
}
