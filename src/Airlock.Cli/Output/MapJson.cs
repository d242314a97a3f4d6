using System.Buffers;
using System.Text.Json;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>
/// A map as one array, by the keys of <c>qemu-img map --output=json</c>. Its end is written when the map is known to be whole,
/// so that no program takes a part of one for it.
/// </summary>
internal sealed class MapJson
{
    private bool _hasBegun;

    /// <summary>Writes the part that a message names, if it names one.</summary>
    public void Write(GuestMessage message, IBufferWriter<byte> output)
    {
        if (message.MapExtent is { } extent)
        {
            output.Write(_hasBegun ? ",\n"u8 : "["u8);
            _hasBegun = true;
            using var json = new Utf8JsonWriter(output);
            Write(MapExtent.Of(extent), json);
        }
    }

    /// <summary>Ends the array, of a run that has succeeded.</summary>
    public void End(RunResult result, IBufferWriter<byte> output)
    {
        if (result.Outcome == RunOutcome.Succeeded)
        {
            output.Write(_hasBegun ? "]\n"u8 : "[]\n"u8);
        }
    }

    private static void Write(MapExtent extent, Utf8JsonWriter json)
    {
        bool isData = extent.Kind is MapKind.Data or MapKind.Compressed;
        json.WriteStartObject();
        json.WriteNumber("start"u8, extent.Start);
        json.WriteNumber("length"u8, extent.Length);
        json.WriteNumber("depth"u8, 0);
        json.WriteBoolean("present"u8, extent.Kind != MapKind.Hole);
        json.WriteBoolean("zero"u8, !isData);
        json.WriteBoolean("data"u8, isData);
        json.WriteBoolean("compressed"u8, extent.Kind == MapKind.Compressed);
        if (extent.FileOffset is { } offset)
        {
            json.WriteNumber("offset"u8, offset);
        }

        json.WriteEndObject();
    }
}
