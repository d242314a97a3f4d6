using Airlock.Memory;

namespace Airlock.Virtio.Queues;

/// <summary>A piece of guest RAM that a descriptor names, copied out of the table and found inside RAM.</summary>
/// <param name="Address">The first byte.</param>
/// <param name="Length">How many bytes, at least one.</param>
public readonly record struct BufferSegment(GuestAddress Address, uint Length);
