using System.Globalization;

namespace Airlock.Virtio.Queues;

/// <summary>Why a queue is broken, and where.</summary>
/// <param name="Fault">What was wrong.</param>
/// <param name="Where">The descriptor, the ring index, or for geometry the address of the part.</param>
/// <param name="Value">The offending number: an index, a size, a length or an address.</param>
public readonly record struct QueueError(QueueFault Fault, ulong Where, ulong Value)
{
    /// <summary>One sentence for a person.</summary>
    public override string ToString() => Fault switch
    {
        QueueFault.InvalidSize => Say($"The queue size {Value} is not a power of two from 1 to the maximum."),
        QueueFault.Misaligned => Say($"The queue part at 0x{Where:x} is not aligned to {Value}."),
        QueueFault.PartOutsideRam => Say($"The queue part at 0x{Where:x}, {Value} bytes, is not inside RAM."),
        QueueFault.PartsOverlap => Say($"The queue parts at 0x{Where:x} and 0x{Value:x} overlap."),
        QueueFault.AvailIndexJumped => Say($"The available index jumped from {Where} to {Value}."),
        QueueFault.HeadOutOfRange => Say($"Available entry {Where} names descriptor {Value}, which does not exist."),
        QueueFault.HeadInFlight => Say($"Available entry {Where} names descriptor {Value}, which is in flight."),
        QueueFault.NextOutOfRange => Say($"Descriptor {Where} leads to {Value}, which does not exist."),
        QueueFault.ChainTooLong => Say($"The chain at descriptor {Where} has more than {Value} descriptors or loops."),
        QueueFault.ChainTooLarge => Say($"The chain that reaches descriptor {Where} holds {Value} bytes."),
        QueueFault.BufferOutsideRam => Say($"The buffer of descriptor {Where} at 0x{Value:x} is not inside RAM."),
        QueueFault.ReadableAfterWritable => Say($"Descriptor {Where} is readable but follows a writable one."),
        QueueFault.IndirectNotNegotiated => Say($"Descriptor {Where} is indirect, which was not negotiated."),
        _ => Say($"{Fault} at {Where}: {Value}."),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
