using System.Buffers;
using System.Globalization;

namespace Airlock.Protocol;

/// <summary>
/// The plain-text form of the messages, the protocol before this one: <c>Progress: 11/50</c>,
/// <c>Read error at sector 5</c>, <c>Write error at sector 5</c>, <c>Copy complete: 50 sectors</c>.
/// </summary>
/// <remarks>
/// It says less than the typed messages. Read back, an operation is "copy", "read" or "write", the device of an error
/// is "input" or "output", its status is 1 (VIRTIO 1.2, 5.2.6: VIRTIO_BLK_S_IOERR), percent is computed, and a
/// completion is a success, because a failure has no line of its own.
/// </remarks>
public static class PredecessorText
{
    private const uint IoError = 1;

    /// <summary>Writes a message as a line with a line feed at its end.</summary>
    /// <returns>False, and nothing written, for a message that this form can't express.</returns>
    public static bool TryWriteLine(GuestMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        var line = new LineWriter(output);
        switch (message.PayloadCase)
        {
            case GuestMessage.PayloadOneofCase.Progress:
                line.Literal("Progress: "u8).Decimal(message.Progress.Current);
                line.Literal("/"u8).Decimal(message.Progress.Total);
                break;
            case GuestMessage.PayloadOneofCase.Error when message.Error.Operation is "read":
                line.Literal("Read error at sector "u8).Decimal(message.Error.Sector);
                break;
            case GuestMessage.PayloadOneofCase.Error when message.Error.Operation is "write":
                line.Literal("Write error at sector "u8).Decimal(message.Error.Sector);
                break;
            case GuestMessage.PayloadOneofCase.Complete when message.Complete.Success:
                line.Literal("Copy complete: "u8).Decimal(message.Complete.Count).Literal(" sectors"u8);
                break;
            default:
                return false;
        }

        line.Literal("\n"u8).End();
        return true;
    }

    /// <summary>Reads a line, given without its line end.</summary>
    /// <returns>The message, or null if the line isn't exactly one of the four.</returns>
    public static GuestMessage? TryParse(ReadOnlySpan<byte> line)
    {
        return TryParseProgress(line)
            ?? TryParseError(line, "Read error at sector "u8, "read", "input")
            ?? TryParseError(line, "Write error at sector "u8, "write", "output")
            ?? TryParseComplete(line);
    }

    private static GuestMessage? TryParseProgress(ReadOnlySpan<byte> line)
    {
        int slash = line.IndexOf((byte)'/');
        if (slash < 0
            || !TryParseNumber(line[..slash], "Progress: "u8, ""u8, out ulong current)
            || !TryParseNumber(line[(slash + 1)..], ""u8, ""u8, out ulong total))
        {
            return null;
        }

        return new GuestMessage
        {
            Level = Level.Progress,
            Progress = new ProgressMessage
            {
                Operation = "copy",
                Current = current,
                Total = total,
                Percent = Percent(current, total),
            },
        };
    }

    private static GuestMessage? TryParseError(
        ReadOnlySpan<byte> line, ReadOnlySpan<byte> prefix, string operation, string device)
    {
        if (!TryParseNumber(line, prefix, ""u8, out ulong sector))
        {
            return null;
        }

        return new GuestMessage
        {
            Level = Level.Error,
            Error = new ErrorMessage { Operation = operation, Device = device, Sector = sector, Status = IoError },
        };
    }

    private static GuestMessage? TryParseComplete(ReadOnlySpan<byte> line)
    {
        if (!TryParseNumber(line, "Copy complete: "u8, " sectors"u8, out ulong count))
        {
            return null;
        }

        return new GuestMessage
        {
            Level = Level.Complete,
            Complete = new CompleteMessage { Operation = "copy", Count = count, Success = true },
        };
    }

    private static bool TryParseNumber(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> suffix, out ulong value)
    {
        value = 0;
        return text.Length > prefix.Length + suffix.Length && text.StartsWith(prefix) && text.EndsWith(suffix)
            && ulong.TryParse(
                text[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static uint Percent(ulong current, ulong total)
    {
        // 128 bits: a guest picks both numbers. Saturated, because the order rules want to see a current above total.
        return total == 0 ? 0 : (uint)UInt128.Min((UInt128)current * 100 / total, uint.MaxValue);
    }
}
