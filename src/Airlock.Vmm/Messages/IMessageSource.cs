namespace Airlock.Vmm.Messages;

/// <summary>
/// A way on which bytes of messages come from the guest, seen by the one thread that reads them. It holds a bounded
/// number of bytes; when they aren't fetched, the guest waits.
/// </summary>
internal interface IMessageSource
{
    /// <summary>How the guest broke the rules of this way, as a sentence; nothing comes after that.</summary>
    string? Violation { get; }

    /// <summary>Copies bytes that have come, in order, out of the guest's reach.</summary>
    /// <param name="buffer">64 KiB at least, and all of them are needed only now and then.</param>
    /// <returns>How many bytes; 0 if there are none now.</returns>
    int Take(Span<byte> buffer);

    /// <summary>Asks for a signal to the reader once some bytes wait, then looks whether they do already.</summary>
    /// <param name="count">How many are worth a signal; a source that can't count signals from the first on.</param>
    /// <returns>Whether it is safe to sleep; if not, there is something to take.</returns>
    bool Arm(int count);

    /// <summary>Lets the vCPU's thread go if it waits for the reader: the machine is stopping.</summary>
    void Release();
}
