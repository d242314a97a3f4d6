using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Airlock.Testing;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Airlock.Protocol.Tests;

/// <summary>
/// The decoder's own reader knows all of guest.proto; CodecAgreementTests hold what it reads against Google's.
/// </summary>
public class DecodedFieldTests
{
    public static TheoryData<string> Fields => [.. AllFields().Select(one => one.FullName)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_field_of_guest_proto_is_read(string name)
    {
        FieldDescriptor field = AllFields().First(field => field.FullName == name);
        IMessage holder = field.ContainingType.Parser.ParseFrom([]);
        Set(holder, field, NotDefault(field));
        GuestMessage message = Wrapped(holder);
        Assert.Equal(message, Read(new FrameDecoder(), message));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_field_of_guest_proto_is_malformed_in_another_wire_type(string name)
    {
        FieldDescriptor field = AllFields().First(field => field.FullName == name);
        IMessage holder = field.ContainingType.Parser.ParseFrom([]);
        if (holder is GuestMessage)
        {
            Assert.NotNull(Frames.FailureOf(new FrameDecoder(), Frames.Of(InFixed32(field))));
            return;
        }

        // The codec knows no fixed32: the field in that type is unknown to Google's parser, which keeps and writes it.
        GuestMessage message = Wrapped(field.ContainingType.Parser.ParseFrom(InFixed32(field)));
        Assert.NotNull(Frames.FailureOf(new FrameDecoder(), Frames.Of(message)));
    }

    /// <summary>The decoder knows shared fields from 1 on and own ones from 64 on, without looking each up.</summary>
    [Fact]
    public void The_numbers_of_a_messages_fields_have_no_gap_but_the_one_before_our_own()
    {
        const int FirstOwn = 64;
        Assert.All(
            AllFields().Where(field => field.ContainingType != GuestMessage.Descriptor).Distinct()
                .GroupBy(field => field.ContainingType),
            fields =>
            {
                int[] numbers = [.. fields.Select(field => field.FieldNumber)];
                int shared = numbers.Count(number => number < FirstOwn);
                Assert.Equal(
                    Enumerable.Range(1, shared).Concat(Enumerable.Range(FirstOwn, numbers.Length - shared)), numbers);
            });
    }

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

    private static FieldDescriptor[] AllFields() => [.. FieldsOf(GuestMessage.Descriptor).Distinct()];

    private static IEnumerable<FieldDescriptor> FieldsOf(MessageDescriptor type)
    {
        IList<FieldDescriptor> fields = type.Fields.InFieldNumberOrder();
        return fields.Concat(fields.Where(field => field.FieldType == FieldType.Message)
            .SelectMany(field => FieldsOf(field.MessageType)));
    }

    private static void Set(IMessage holder, FieldDescriptor field, object value)
    {
        if (field.IsRepeated)
        {
            ((IList)field.Accessor.GetValue(holder)).Add(value);
        }
        else
        {
            field.Accessor.SetValue(holder, value);
        }
    }

    /// <summary>The message inside those that lead to it from a GuestMessage.</summary>
    private static GuestMessage Wrapped(IMessage message)
    {
        while (message is not GuestMessage)
        {
            FieldDescriptor way = AllFields().First(
                field => field.FieldType == FieldType.Message && field.MessageType == message.Descriptor);
            IMessage holder = way.ContainingType.Parser.ParseFrom([]);
            Set(holder, way, message);
            message = holder;
        }

        return (GuestMessage)message;
    }

    private static byte[] InFixed32(FieldDescriptor field)
    {
        byte[] bytes = new byte[16];
        using var output = new CodedOutputStream(bytes);
        output.WriteTag(field.FieldNumber, WireFormat.WireType.Fixed32);
        output.WriteFixed32(1);
        output.Flush();
        return bytes[..(int)output.Position];
    }

    private static object NotDefault(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "some text",
        FieldType.Bytes => ByteString.CopyFrom(0xff, 0),
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
