using System;
using Airlock.Guest.Messages;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>The words that messages use.</summary>
public static class Names
{
    /// <summary>The operation of an error in the boot configuration.</summary>
    public static ReadOnlySpan<byte> Configuration => "config"u8;

    /// <summary>The device of an error that isn't a device's.</summary>
    public static ReadOnlySpan<byte> Guest => "guest"u8;

    /// <summary>A device's name.</summary>
    public static ReadOnlySpan<byte> Of(DeviceRole role) => role switch
    {
        DeviceRole.Input => "input"u8,
        DeviceRole.Output => "output"u8,
        _ => "second"u8,
    };

    /// <summary>The device that a transport needs; none for COM1.</summary>
    public static ReadOnlySpan<byte> Of(Transport transport) => transport switch
    {
        Transport.Console => "console"u8,
        Transport.Shared => "ring"u8,
        _ => default,
    };

    /// <summary>The operation that a request is.</summary>
    public static ReadOnlySpan<byte> Of(BlockOperation operation) =>
        operation == BlockOperation.Read ? "read"u8 : "write"u8;

    /// <summary>The operation, or the stage of an InitMessage, that a step is.</summary>
    public static ReadOnlySpan<byte> Of(DeviceStage stage) => stage switch
    {
        DeviceStage.Probe => "probe"u8,
        DeviceStage.Features => "features"u8,
        DeviceStage.Queue => "queue"u8,
        DeviceStage.Capacity => "capacity"u8,
        DeviceStage.Flush => "flush"u8,
        _ => "start"u8,
    };
}
