using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Airlock.Fuzz.Engine;
using Airlock.Protocol;

namespace Airlock.Fuzz.Targets;

/// <summary>What a person's terminal gets to see of a message: nothing in it may do anything but show.</summary>
internal static class PrintedMessage
{
    public static void Check(GuestMessage message, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        MessageText.WriteLine(message, output);
        CheckLine(output.WrittenSpan);
        output.ResetWrittenCount();
        MessageJson.WriteLine(message, output);
        CheckLine(output.WrittenSpan);
        FindingException.ThrowUnless(Ascii.IsValid(output.WrittenSpan), "The JSON form isn't ASCII.");
        var reader = new Utf8JsonReader(output.WrittenSpan);
        while (reader.Read())
        {
            // It throws for what isn't JSON.
        }
    }

    /// <summary>What a guest writes to COM2, which may be any bytes.</summary>
    public static void CheckDebugText(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        EscapedText.Write(bytes, output);
        output.Write("\n"u8);
        CheckLine(output.WrittenSpan);
    }

    private static void CheckLine(ReadOnlySpan<byte> line)
    {
        FindingException.ThrowUnless(line.Length > 0 && line[^1] == '\n', "A line doesn't end.");
        line = line[..^1];
        if (!line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return;
        }

        while (!line.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(line, out Rune rune, out int length);
            FindingException.ThrowUnless(status == OperationStatus.Done, "A line isn't UTF-8.");
            bool shows = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned);
            FindingException.ThrowUnless(shows, $"A line holds U+{rune.Value:x4}.");
            line = line[length..];
        }
    }
}
