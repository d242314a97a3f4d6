using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck.Xunit;

namespace Airlock.Protocol.Tests;

[Properties(Arbitrary = [typeof(MessageArbitraries)])]
public class MessageTextTests
{
    /// <summary>The lines of the machine and wire contract for a copy of 25,600 bytes, and its error.</summary>
    private const string Contract = """
        [INFO] init stage=probe device=input address=0x10000000
        [INFO] init stage=features device=input address=0x100000020
        [INFO] init stage=queue device=input address=0x100
        [INFO] capacity device=input sectors=50 bytes=25600
        [INFO] init stage=probe device=output address=0x10001000
        [INFO] init stage=features device=output address=0x100000000
        [INFO] init stage=queue device=output address=0x100
        [INFO] capacity device=output sectors=50 bytes=25600
        [PROGRESS] progress op=copy 1/50 (2%)
        [PROGRESS] progress op=copy 11/50 (22%)
        [PROGRESS] progress op=copy 21/50 (42%)
        [PROGRESS] progress op=copy 31/50 (62%)
        [PROGRESS] progress op=copy 41/50 (82%)
        [PROGRESS] progress op=copy 50/50 (100%)
        [COMPLETE] complete op=copy count=50 success=true
        [ERROR] error op=read device=input sector=5 status=1

        """;

    [Fact]
    public void The_text_form_is_the_contracts_to_the_letter()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (GuestMessage message in MessagesOfTheContract())
        {
            MessageText.WriteLine(message, output);
        }

        Assert.Equal(Contract, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(Level.Debug, "[DEBUG] unknown payload")]
    [InlineData((Level)77, "[LEVEL 77] unknown payload")]
    [InlineData((Level)(-1), "[LEVEL 4294967295] unknown payload")]
    public void Levels_and_payloads_of_newer_guests_are_printed(Level level, string expected)
    {
        Assert.Equal(expected, MessageText.Format(new GuestMessage { Level = level }));
    }

    [Fact]
    public void Failure_is_printed()
    {
        var complete = new CompleteMessage { Operation = "copy" };
        var message = new GuestMessage { Level = Level.Complete, Complete = complete };
        Assert.Equal("[COMPLETE] complete op=copy count=0 success=false", MessageText.Format(message));
    }

    [Property(MaxTest = 2000)]
    public void Whatever_the_guest_says_is_one_harmless_line(GuestMessage message)
    {
        string line = MessageText.Format(message);
        Assert.DoesNotContain(line, c => char.IsControl(c) || c == '\u202e');
        Assert.StartsWith("[", line, System.StringComparison.Ordinal);
    }

    private static IEnumerable<GuestMessage> MessagesOfTheContract()
    {
        IEnumerable<GuestMessage> input = Device("input", 0x1000_0000, 0x1_0000_0020);
        IEnumerable<GuestMessage> output = Device("output", 0x1000_1000, 0x1_0000_0000);
        IEnumerable<GuestMessage> messages = input.Concat(output).Concat(((ulong[])[1, 11, 21, 31, 41, 50]).Select(current => new GuestMessage
        {
            Level = Level.Progress,
            Progress = new ProgressMessage
            {
                Operation = "copy",
                Current = current,
                Total = 50,
                Percent = (uint)current * 2,
            },
        }));
        return messages.Append(new GuestMessage
        {
            Level = Level.Complete,
            Complete = new CompleteMessage { Operation = "copy", Count = 50, Success = true },
        }).Append(new GuestMessage
        {
            Level = Level.Error,
            Error = new ErrorMessage { Operation = "read", Device = "input", Sector = 5, Status = 1 },
        });
    }

    private static IEnumerable<GuestMessage> Device(string device, ulong window, ulong features)
    {
        foreach ((string stage, ulong address) in new[] { ("probe", window), ("features", features), ("queue", 256UL) })
        {
            yield return new GuestMessage
            {
                Level = Level.Info,
                Init = new InitMessage { Stage = stage, Device = device, Address = address },
            };
        }

        yield return new GuestMessage
        {
            Level = Level.Info,
            Capacity = new CapacityMessage { Device = device, Sectors = 50, Bytes = 25600 },
        };
    }
}
