using System.Buffers;
using System.Text;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Tests.Output;

/// <summary>A map for people and for programs.</summary>
public class MapPrinterTests
{
    private static readonly GuestMessage[] s_messages =
    [
        new() { MapExtent = new() { Length = 65_536, State = "data", FileOffset = 327_680 } },
        new() { Complete = new() },
        new() { MapExtent = new() { Start = 65_536, Length = 512, State = "data", Compressed = true } },
        new() { MapExtent = new() { Start = 66_048, Length = 512, State = "zero" } },
        new() { MapExtent = new() { Start = 66_560, Length = 1UL << 45, State = "hole" } },
    ];

    [Fact]
    public void A_program_reads_an_array_by_the_keys_of_qemu_img() => Assert.Equal(
        """
        [{"start":0,"length":65536,"depth":0,"present":true,"zero":false,"data":true,"compressed":false,"offset":327680},
        {"start":65536,"length":512,"depth":0,"present":true,"zero":false,"data":true,"compressed":true},
        {"start":66048,"length":512,"depth":0,"present":true,"zero":true,"data":false,"compressed":false},
        {"start":66560,"length":35184372088832,"depth":0,"present":false,"zero":true,"data":false,"compressed":false}]

        """,
        Json(RunOutcome.Succeeded, s_messages));

    [Fact]
    public void An_array_of_a_map_that_is_not_whole_has_no_end()
    {
        Assert.EndsWith("}", Json(RunOutcome.Refused, s_messages), StringComparison.Ordinal);
        Assert.Empty(Json(RunOutcome.Refused, []));
    }

    [Fact]
    public void A_disk_without_bytes_has_an_empty_one() => Assert.Equal("[]\n", Json(RunOutcome.Succeeded, []));

    [Fact]
    public void A_person_reads_a_table()
    {
        var table = new MapTable();
        var output = new ArrayBufferWriter<byte>();
        Array.ForEach(s_messages, message => table.Write(message, output));
        Assert.Equal(
            """
                       start           length  what        in the file at
                           0            65536  data                327680
                       65536              512  compressed
                       66048              512  zero
                       66560   35184372088832  hole

            """,
            Encoding.ASCII.GetString(output.WrittenSpan));
    }

    private static string Json(RunOutcome outcome, GuestMessage[] messages)
    {
        var array = new MapJson();
        var output = new ArrayBufferWriter<byte>();
        Array.ForEach(messages, message => array.Write(message, output));
        array.End(Results.Of(outcome), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
