using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Sends the plain-text form of the messages, kept for comparison: lines of ASCII.</summary>
internal static class PredecessorLines
{
    /// <summary><c>Progress: 11/50</c>.</summary>
    public static void Progress<TTransport>(ref TTransport transport, ulong current, ulong total)
        where TTransport : struct, IMessageTransport
    {
        var line = new AsciiLine(stackalloc byte[AsciiLine.MaxLength]);
        line.Append("Progress: "u8);
        line.Append(current);
        line.Append("/"u8);
        line.Append(total);
        Send(ref transport, ref line);
    }

    /// <summary><c>Read error at sector 5</c>, or <c>Write error at sector 5</c>.</summary>
    public static void SectorFailed<TTransport>(ref TTransport transport, BlockOperation operation, ulong sector)
        where TTransport : struct, IMessageTransport
    {
        var line = new AsciiLine(stackalloc byte[AsciiLine.MaxLength]);
        line.Append(operation == BlockOperation.Read ? "Read"u8 : "Write"u8);
        line.Append(" error at sector "u8);
        line.Append(sector);
        Send(ref transport, ref line);
    }

    /// <summary><c>Copy complete: 50 sectors</c>.</summary>
    public static void Complete<TTransport>(ref TTransport transport, ulong copied)
        where TTransport : struct, IMessageTransport
    {
        var line = new AsciiLine(stackalloc byte[AsciiLine.MaxLength]);
        line.Append("Copy complete: "u8);
        line.Append(copied);
        line.Append(" sectors"u8);
        Send(ref transport, ref line);
    }

    private static void Send<TTransport>(ref TTransport transport, ref AsciiLine line)
        where TTransport : struct, IMessageTransport
    {
        line.Append("\n"u8);
        transport.Send(line.Written);
    }
}
