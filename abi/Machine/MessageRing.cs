namespace Airlock.Abi.Machine;

/// <summary>
/// A ring of message bytes in guest RAM, from guest to host. Three indices that count bytes, run freely and wrap at
/// 2^32, each in a cache line of its own, then the bytes; index modulo length is the place.
/// </summary>
/// <remarks>
/// The guest clears the indices, writes 1 to <see cref="RegisterEnable"/> once, and from then on writes the head only.
/// Having moved it, it passes a full fence, reads <see cref="WakeAfter"/>, and writes <see cref="RegisterDoorbell"/> if
/// the head has just gone past that index. A ring that is full is waited for by reading <see cref="RegisterRoom"/>.
/// </remarks>
internal static class MessageRing
{
    /// <summary>Written by the guest: bytes put in so far.</summary>
    public const uint Head = 0x00;

    /// <summary>Written by the host: bytes taken out so far.</summary>
    public const uint Tail = 0x40;

    /// <summary>Written by the host: it wants the doorbell when the head goes past this.</summary>
    public const uint WakeAfter = 0x80;

    /// <summary>The bytes start here, on a page of their own.</summary>
    public const uint Data = 0x1000;

    /// <summary>W: any value; there is something to take.</summary>
    public const uint RegisterDoorbell = 0x00;

    /// <summary>W: 1; the guest uses the ring, and the host may look at it from now on.</summary>
    public const uint RegisterEnable = 0x04;

    /// <summary>R: answers 0 when the ring isn't full, and not before.</summary>
    public const uint RegisterRoom = 0x08;
}
