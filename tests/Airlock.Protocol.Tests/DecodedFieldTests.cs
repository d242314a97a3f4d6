using System;
using System.Linq;
using Airlock.Testing;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Airlock.Protocol.Tests;

/// <summary>The decoder's own reader knows all of guest.proto; CodecAgreementTests hold what it reads against Google's.</summary>
public class DecodedFieldTests
{
    public static TheoryData<string> Fields => [.. AllFields().Select(one => one.FullName)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_field_of_guest_proto_is_read(string name)
    {
        FieldDescriptor field = AllFields().Single(field => field.FullName == name);
        IMessage holder = field.ContainingType.Parser.ParseFrom([]);
        field.Accessor.SetValue(holder, NotDefault(field));
        var message = new GuestMessage();
        if (holder is GuestMessage whole)
        {
            message = whole;
        }
        else
        {
            FieldDescriptor payload = GuestMessage.Descriptor.Fields.InFieldNumberOrder()
                .Single(candidate => candidate.FieldType == FieldType.Message && candidate.MessageType == field.ContainingType);
            payload.Accessor.SetValue(message, holder);
        }

        Assert.Equal(message, Read(new FrameDecoder(), message));
    }

    [Fact]
    public void The_numbers_of_a_messages_fields_have_no_gap() => Assert.All(
        AllFields().GroupBy(field => field.ContainingType),
        fields => Assert.Equal(Enumerable.Range(1, fields.Count()), fields.Select(field => field.FieldNumber)));

    [Fact]
    public void A_message_costs_just_the_message()
    {
        byte[] frame = Frames.Of(new GuestMessage
        {
            Level = Level.Progress,
            Progress = new ProgressMessage { Operation = "copy", Current = 11, Total = 50, Percent = 22 },
        });
        var decoder = new FrameDecoder();
        long message = AllocationMeter.LeastBytes(() => _ = new GuestMessage { Progress = new ProgressMessage() });
        Assert.Equal(message, AllocationMeter.LeastBytes(() =>
        {
            ReadOnlySpan<byte> input = frame;
            decoder.Decode(ref input, out _);
        }));
    }

    [Fact]
    public void A_word_that_comes_again_is_the_same_string()
    {
        var decoder = new FrameDecoder();
        var message = new GuestMessage { Init = new InitMessage { Stage = "probe", Device = "input" } };
        GuestMessage first = Read(decoder, message);
        GuestMessage second = Read(decoder, message);
        Assert.Same(first.Init.Stage, second.Init.Stage);
        Assert.Same(first.Init.Device, second.Init.Device);
    }

    [Fact]
    public void Words_that_share_a_place_are_not_taken_for_each_other()
    {
        var decoder = new FrameDecoder();
        foreach (string word in (string[])["copy", "cope", "copy", "", "päth", "path", "päth", new string('c', 4000)])
        {
            Assert.Equal(word, Read(decoder, new GuestMessage { Init = new InitMessage { Stage = word } }).Init.Stage);
        }
    }

    private static FieldDescriptor[] AllFields() =>
    [
        .. GuestMessage.Descriptor.Fields.InFieldNumberOrder(),
        .. GuestMessage.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field.FieldType == FieldType.Message)
            .SelectMany(field => field.MessageType.Fields.InFieldNumberOrder()),
    ];

    private static object NotDefault(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "some text",
        FieldType.UInt64 => ulong.MaxValue,
        FieldType.UInt32 => uint.MaxValue,
        FieldType.Bool => true,
        FieldType.Enum => field.EnumType.Values[^1].Number,
        FieldType.Message => field.MessageType.Parser.ParseFrom([]),
        _ => throw new NotSupportedException($"{field.FullName} is of a type that the reader doesn't know yet."),
    };

    private static GuestMessage Read(FrameDecoder decoder, GuestMessage message)
    {
        ReadOnlySpan<byte> input = Frames.Of(message);
        Assert.Equal(DecodeStatus.Message, decoder.Decode(ref input, out GuestMessage? read));
        return read!;
    }
}
