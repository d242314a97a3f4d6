using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Airlock.Cli.Benchmarking;

/// <summary>
/// Results as JSON, one object a part. Written by hand: a serializer would make the program half a megabyte larger, and
/// each of its starts slower.
/// </summary>
internal static class BenchJson
{
    /// <summary>One line, without its end.</summary>
    public static string Format(PartResult result)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            Write(result, json);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(PartResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("part"u8, result.Part);
        json.WriteString("command"u8, result.Command);
        json.WriteNumber("bytes"u8, result.Bytes);
        json.WriteNumber("rounds"u8, result.Rounds);
        json.WriteStartArray("rows"u8);
        foreach (RowResult row in result.Rows)
        {
            Write(row, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("notes"u8);
        foreach (string note in result.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteString("machine"u8, result.Machine);
        json.WriteString("date"u8, result.Date);
        json.WriteEndObject();
    }

    private static void Write(RowResult row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, row.Name);
        Write("ratio"u8, row.Ratio, json);
        Write("seconds"u8, row.Seconds, json);
        Write("processorRatio"u8, row.ProcessorRatio, json);
        Write("processorSeconds"u8, row.ProcessorSeconds, json);
        if (row.Group is { } group)
        {
            json.WriteString("group"u8, group);
        }

        if (row.Bytes is { } bytes)
        {
            json.WriteNumber("bytes"u8, bytes);
        }

        if (row.PeakBytes is { } peak)
        {
            json.WriteNumber("peakBytes"u8, peak);
        }

        if (row.Counters is { } counters)
        {
            Write(counters, json);
        }

        json.WriteEndObject();
    }

    private static void Write(ReadOnlySpan<byte> name, in Spread spread, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteNumber("median"u8, spread.Median);
        json.WriteNumber("min"u8, spread.Min);
        json.WriteNumber("max"u8, spread.Max);
        json.WriteEndObject();
    }

    private static void Write(JobCounters counters, Utf8JsonWriter json)
    {
        json.WriteStartObject("counters"u8);
        json.WriteNumber("firstMessageSeconds"u8, counters.FirstMessageSeconds);
        json.WriteNumber("messages"u8, counters.Messages);
        json.WriteNumber("messageBytes"u8, counters.MessageBytes);
        json.WriteNumber("exits"u8, counters.Exits);
        json.WriteNumber("kernelTraps"u8, counters.KernelTraps);
        json.WriteEndObject();
    }
}
