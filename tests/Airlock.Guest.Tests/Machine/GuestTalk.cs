using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Protocol;

namespace Airlock.Guest.Tests.Machine;

/// <summary>What a guest said, decoded and held to the order of messages.</summary>
internal sealed class GuestTalk
{
    private GuestTalk(IReadOnlyList<GuestMessage> messages) => Messages = messages;

    public IReadOnlyList<GuestMessage> Messages { get; }

    /// <summary>The text form, one line a message.</summary>
    public IEnumerable<string> Lines => Messages.Select(MessageText.Format);

    public CompleteMessage Completion => Messages[^1].Complete;

    public IEnumerable<ErrorMessage> Errors => Messages
        .Where(message => message.PayloadCase == GuestMessage.PayloadOneofCase.Error)
        .Select(message => message.Error);

    /// <summary>The sectors after which progress was reported.</summary>
    public IEnumerable<ulong> Marks => Messages
        .Where(message => message.PayloadCase == GuestMessage.PayloadOneofCase.Progress)
        .Select(message => message.Progress.Current);

    /// <summary>Decodes typed messages from COM1.</summary>
    public static GuestTalk Typed(TestMachine machine) => Typed(machine.Com1);

    /// <summary>Decodes typed messages.</summary>
    public static GuestTalk Typed(byte[] bytes) => Decode(bytes, new FrameDecoder());

    /// <summary>Decodes the predecessor's lines.</summary>
    public static GuestTalk Text(TestMachine machine) => Decode(machine.Com1, new PredecessorDecoder());

    private static GuestTalk Decode(ReadOnlySpan<byte> bytes, IMessageDecoder decoder)
    {
        var messages = new List<GuestMessage>();
        var order = new MessageOrder();
        while (decoder.Decode(ref bytes, out GuestMessage? message) == DecodeStatus.Message)
        {
            Assert.Equal(OrderViolation.None, order.Accept(message!));
            messages.Add(message!);
        }

        Assert.Null(decoder.Failure);
        Assert.False(decoder.IsInsideMessage);
        Assert.NotNull(order.Completion);
        return new GuestTalk(messages);
    }
}
