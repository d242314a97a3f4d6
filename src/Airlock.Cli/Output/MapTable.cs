using System.Buffers;
using System.Globalization;
using System.Text;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>A map as a table for people: bytes of the virtual disk, what they are, and where in the file they lie.</summary>
internal sealed class MapTable
{
    private bool _hasBegun;

    /// <summary>Writes the part that a message names, if it names one.</summary>
    public void Write(GuestMessage message, IBufferWriter<byte> output)
    {
        if (message.MapExtent is not { } part)
        {
            return;
        }

        MapExtent extent = MapExtent.Of(part);
        WriteHead(output);
        string offset = extent.FileOffset?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
        WriteLine($"{extent.Start,16}{extent.Length,17}  {NameOf(extent.Kind),-10}{offset,16}", output);
    }

    /// <summary>The head of a table without rows, of a disk without bytes.</summary>
    public void End(RunResult result, IBufferWriter<byte> output)
    {
        if (result.Outcome == RunOutcome.Succeeded)
        {
            WriteHead(output);
        }
    }

    private void WriteHead(IBufferWriter<byte> output)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            WriteLine($"{"start",16}{"length",17}  {"what",-10}{"in the file at",16}", output);
        }
    }

    private static void WriteLine(string line, IBufferWriter<byte> output)
    {
        Encoding.ASCII.GetBytes(line.TrimEnd(), output);
        output.Write("\n"u8);
    }

    private static string NameOf(MapKind kind) => kind switch
    {
        MapKind.Hole => "hole",
        MapKind.Zero => "zero",
        MapKind.Data => "data",
        _ => "compressed",
    };
}
