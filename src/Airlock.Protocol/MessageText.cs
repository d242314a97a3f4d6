using System.Buffers;
using System.Text;

namespace Airlock.Protocol;

/// <summary>
/// A message as one line for a person, as in <c>[PROGRESS] progress op=copy 11/50 (22%)</c>. Strings of the guest are
/// escaped as by <see cref="EscapedText"/>.
/// </summary>
public static class MessageText
{
    /// <summary>Writes the line, in UTF-8, with a line feed at its end.</summary>
    public static void WriteLine(GuestMessage message, IBufferWriter<byte> output) => Write(message, output, "\n"u8);

    /// <summary>Writes the line, in UTF-8, without a line end.</summary>
    public static void Write(GuestMessage message, IBufferWriter<byte> output) => Write(message, output, default);

    /// <summary>The line as a string, without a line end.</summary>
    public static string Format(GuestMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(message, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(GuestMessage message, IBufferWriter<byte> output, ReadOnlySpan<byte> end)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        var line = new LineWriter(output);
        WriteLevel(message.Level, ref line);
        switch (message.PayloadCase)
        {
            case GuestMessage.PayloadOneofCase.Init: Write(message.Init, ref line); break;
            case GuestMessage.PayloadOneofCase.Capacity: Write(message.Capacity, ref line); break;
            case GuestMessage.PayloadOneofCase.Progress: Write(message.Progress, ref line); break;
            case GuestMessage.PayloadOneofCase.Error: Write(message.Error, ref line); break;
            case GuestMessage.PayloadOneofCase.Complete: Write(message.Complete, ref line); break;
            case GuestMessage.PayloadOneofCase.InfoResult: InfoText.Write(message.InfoResult, ref line); break;
            case GuestMessage.PayloadOneofCase.Refusal: InfoText.Write(message.Refusal, ref line); break;
            case GuestMessage.PayloadOneofCase.MapExtent: AnswerText.Write(message.MapExtent, ref line); break;
            case GuestMessage.PayloadOneofCase.CompareResult: AnswerText.Write(message.CompareResult, ref line); break;
            case GuestMessage.PayloadOneofCase.MapResult: AnswerText.Write(message.MapResult, ref line); break;
            case GuestMessage.PayloadOneofCase.Digest: AnswerText.Write(message.Digest, ref line); break;
            default: line.Literal("unknown payload"u8); break; // of a newer guest
        }

        line.Literal(end).End();
    }

    private static void WriteLevel(Level level, ref LineWriter line)
    {
        switch (level)
        {
            case Level.Debug: line.Literal("[DEBUG] "u8); break;
            case Level.Info: line.Literal("[INFO] "u8); break;
            case Level.Progress: line.Literal("[PROGRESS] "u8); break;
            case Level.Error: line.Literal("[ERROR] "u8); break;
            case Level.Complete: line.Literal("[COMPLETE] "u8); break;
            default: line.Literal("[LEVEL "u8).Decimal((uint)level).Literal("] "u8); break; // of a newer guest
        }
    }

    private static void Write(InitMessage init, ref LineWriter line)
    {
        line.Literal("init stage="u8).Escaped(init.Stage).Literal(" device="u8).Escaped(init.Device);
        line.Literal(" address="u8).Hex(init.Address);
    }

    private static void Write(CapacityMessage capacity, ref LineWriter line)
    {
        line.Literal("capacity device="u8).Escaped(capacity.Device);
        line.Literal(" sectors="u8).Decimal(capacity.Sectors).Literal(" bytes="u8).Decimal(capacity.Bytes);
    }

    private static void Write(ProgressMessage progress, ref LineWriter line)
    {
        line.Literal("progress op="u8).Escaped(progress.Operation);
        line.Literal(" "u8).Decimal(progress.Current).Literal("/"u8).Decimal(progress.Total);
        line.Literal(" ("u8).Decimal(progress.Percent).Literal("%)"u8);
    }

    private static void Write(ErrorMessage error, ref LineWriter line)
    {
        line.Literal("error op="u8).Escaped(error.Operation).Literal(" device="u8).Escaped(error.Device);
        line.Literal(" sector="u8).Decimal(error.Sector).Literal(" status="u8).Decimal(error.Status);
    }

    private static void Write(CompleteMessage complete, ref LineWriter line)
    {
        line.Literal("complete op="u8).Escaped(complete.Operation).Literal(" count="u8).Decimal(complete.Count);
        line.Literal(" success="u8).Bool(complete.Success);
    }
}
