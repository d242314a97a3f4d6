using Airlock.Protocol;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Messages;

/// <summary>A feed and the reader of its messages, joined as a run joins them.</summary>
internal sealed class FeedReader(MessageMode mode, MessageFeed feed)
{
    public MessageReader Messages { get; } = new(mode);

    /// <summary>What has come, in a batch that is emptied first.</summary>
    /// <returns>How many bytes that were.</returns>
    public int Read(List<GuestMessage> batch)
    {
        batch.Clear();
        int count = feed.Read(Messages);
        Messages.PassOn(batch.AddRange);
        return count;
    }

    public bool Wait(TimeSpan timeout) => feed.Wait(timeout);
}
