namespace Airlock.Vmm.Messages;

/// <summary>The bytes of all of a guest's messages, wherever its machine is at work; for one thread.</summary>
internal interface IMessageFeed
{
    /// <summary>The most bytes that are read after the guest has ended: it may have left messages without end.</summary>
    const int MaxRest = 1 << 20;

    /// <summary>How the guest broke the rules of a way, as a sentence.</summary>
    string? Violation { get; }

    /// <summary>How often the guest, or the vCPU's thread for it, has asked to be heard.</summary>
    long Signals { get; }

    /// <summary>Passes on what has come, up to a bounded number of bytes.</summary>
    /// <returns>How many bytes that were; 0 when there is nothing more now.</returns>
    int Read(IMessageSink sink);

    /// <summary>Sleeps until there is something to read, but not for ever.</summary>
    /// <returns>False if the time has passed without anything.</returns>
    bool Wait(TimeSpan timeout);
}
