using System.Buffers;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Airlock.Protocol.Tests;

[Properties(Arbitrary = [typeof(MessageArbitraries)], MaxTest = 1000)]
public class MessageJsonTests
{
    private static readonly JsonFormatter s_formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithFormatEnumsAsIntegers(false));

    [Property]
    public void Google_Protobuf_reads_the_message_back(GuestMessage message)
    {
        Assert.Equal(message, JsonParser.Default.Parse<GuestMessage>(Format(message)));
    }

    [Property]
    public void It_is_what_Google_Protobuf_writes(GuestMessage message)
    {
        JsonNode? expected = JsonNode.Parse(s_formatter.Format(message));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Format(message))), Format(message));
    }

    [Property]
    public void It_is_one_line_of_printable_ascii(GuestMessage message)
    {
        string line = Format(message);
        Assert.Equal('\n', line[^1]);
        Assert.All(line[..^1], c => Assert.InRange(c, ' ', '~'));
    }

    [Fact]
    public void A_failure_says_so()
    {
        var complete = new CompleteMessage { Operation = "copy" };
        var message = new GuestMessage { Level = Level.Complete, Complete = complete };
        Assert.Equal(
            """{"level":"COMPLETE","complete":{"operation":"copy","count":"0","success":false}}""" + "\n",
            Format(message));
    }

    [Fact]
    public void Each_level_goes_by_the_name_that_it_has_in_the_proto_file()
    {
        EnumDescriptor levels = GuestReflection.Descriptor.FindTypeByName<EnumDescriptor>("Level");
        foreach (string name in levels.Values.Select(value => value.Name))
        {
            Level level = JsonParser.Default.Parse<GuestMessage>($$"""{"level":"{{name}}"}""").Level;
            Assert.Equal($$"""{"level":"{{name}}"}""" + "\n", Format(new GuestMessage { Level = level }));
        }
    }

    private static string Format(GuestMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageJson.WriteLine(message, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
