using Airlock.Protocol;

namespace Airlock.Peers.Tests;

/// <summary>What the guest said on COM1, decoded and held to the order of messages.</summary>
internal sealed class PeerTalk
{
    private const ulong Version1 = 1UL << 32;

    public PeerTalk(ReadOnlySpan<byte> serial)
    {
        var decoder = new FrameDecoder();
        var order = new MessageOrder();
        while (decoder.Decode(ref serial, out GuestMessage? message) == DecodeStatus.Message)
        {
            Assert.Equal(OrderViolation.None, order.Accept(message!));
            Messages.Add(message!);
        }

        Assert.Null(decoder.Failure);
        Assert.False(decoder.IsInsideMessage);
        Assert.NotNull(order.Completion);
    }

    public List<GuestMessage> Messages { get; } = [];

    public IEnumerable<string> Lines => Messages.Select(MessageText.Format);

    public IEnumerable<string> Errors => Lines.Where(line => line.StartsWith("[ERROR]", StringComparison.Ordinal));

    /// <summary>The sectors after which progress was reported.</summary>
    public IEnumerable<ulong> Marks => Messages
        .Where(message => message.Progress is not null)
        .Select(message => message.Progress.Current);

    public string LastLine => MessageText.Format(Messages[^1]);

    /// <summary>The lines without those about features, which are QEMU's affair.</summary>
    public IEnumerable<string> LinesOfAnyQemu => Lines.Where((_, i) => Messages[i].Init?.Stage != "features");

    /// <summary>The features that a device offers.</summary>
    public ulong FeaturesOf(string device)
    {
        ulong features = Messages.Select(message => message.Init)
            .Single(init => init is { Stage: "features" } && init.Device == device).Address;
        Assert.Equal(Version1, features & Version1);
        return features;
    }
}
