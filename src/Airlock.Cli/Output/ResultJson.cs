using System.Buffers;
using System.Text.Json;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>What a run came to, as the last line of its JSON: <c>{"result":{...}}</c>.</summary>
internal static class ResultJson
{
    public static void WriteLine(RunResult result, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("result");
            json.WriteString("outcome", NameOf(result.Outcome));
            json.WriteString("reason", result.Reason);
            json.WriteString("machine", result.Machine.ToName());
            json.WriteNumber("bytesWritten", result.Output.BytesWritten + result.Output.BytesZeroed);
            json.WriteNumber("messages", result.Messages);
            json.WriteNumber("exits", result.Exits.Total);
            json.WriteNumber("milliseconds", Math.Round(result.WallTime.TotalMilliseconds, 1));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static string NameOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.Failed => "failed",
        RunOutcome.Stalled => "stalled",
        RunOutcome.Refused => "refused",
        _ => "contractBroken",
    };
}
