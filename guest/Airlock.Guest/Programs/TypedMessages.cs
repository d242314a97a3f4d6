using System;
using Airlock.Abi.Virtio;
using Airlock.Guest.Messages;
using Airlock.Guest.Transports;

namespace Airlock.Guest.Programs;

/// <summary>Sends the messages of guest.proto, framed.</summary>
public static class TypedMessages
{
    /// <summary>
    /// Room for any message here: strings of programs have up to 8 bytes, numbers up to 10.
    /// </summary>
    private const int MaxFrameLength = 96;

    /// <summary>An InitMessage; what <paramref name="address"/> is depends on the stage.</summary>
    public static void Init<TTransport>(
        ref TTransport transport, ReadOnlySpan<byte> stage, ReadOnlySpan<byte> device, ulong address)
        where TTransport : struct, IMessageTransport
    {
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        var message = new InitMessage { Stage = stage, Device = device, Address = address };
        Send(ref transport, frame, Frame.TryEncode(Level.Info, message, frame, out int length), length);
    }

    /// <summary>A CapacityMessage.</summary>
    public static void Capacity<TTransport>(ref TTransport transport, ReadOnlySpan<byte> device, ulong sectors)
        where TTransport : struct, IMessageTransport
    {
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        ulong bytes = sectors << BlockConfig.SectorShift; // the driver has checked that it fits
        var message = new CapacityMessage { Device = device, Sectors = sectors, Bytes = bytes };
        Send(ref transport, frame, Frame.TryEncode(Level.Info, message, frame, out int length), length);
    }

    /// <summary>A ProgressMessage.</summary>
    public static void Progress<TTransport>(
        ref TTransport transport, ReadOnlySpan<byte> operation, ulong current, ulong total)
        where TTransport : struct, IMessageTransport
    {
        Span<byte> frame = stackalloc byte[MaxFrameLength];

        // Doesn't wrap: a capacity in bytes fits into 64 bits, so one in sectors leaves room for a factor of 512.
        uint percent = (uint)(current * 100 / total);
        var message = new ProgressMessage
        {
            Operation = operation,
            Current = current,
            Total = total,
            Percent = percent,
        };
        Send(ref transport, frame, Frame.TryEncode(Level.Progress, message, frame, out int length), length);
    }

    /// <summary>An ErrorMessage.</summary>
    public static void Error<TTransport>(
        ref TTransport transport,
        ReadOnlySpan<byte> operation,
        ReadOnlySpan<byte> device,
        ulong sector,
        uint status)
        where TTransport : struct, IMessageTransport
    {
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        var message = new ErrorMessage { Operation = operation, Device = device, Sector = sector, Status = status };
        Send(ref transport, frame, Frame.TryEncode(Level.Error, message, frame, out int length), length);
    }

    /// <summary>The CompleteMessage.</summary>
    public static void Complete<TTransport>(
        ref TTransport transport, ReadOnlySpan<byte> operation, ulong count, bool success)
        where TTransport : struct, IMessageTransport
    {
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        var message = new CompleteMessage { Operation = operation, Count = count, Success = success };
        Send(ref transport, frame, Frame.TryEncode(Level.Complete, message, frame, out int length), length);
    }

    private static void Send<TTransport>(
        ref TTransport transport, ReadOnlySpan<byte> frame, bool isEncoded, int length)
        where TTransport : struct, IMessageTransport
    {
        // Half a frame would make everything after it worthless; nothing does no harm, and can't happen.
        if (isEncoded)
        {
            transport.Send(frame.Slice(0, length));
        }
    }
}
