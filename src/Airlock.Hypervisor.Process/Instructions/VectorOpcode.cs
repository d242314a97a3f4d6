namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>An SSE or SSE2 move between memory and an XMM register.</summary>
/// <param name="Width">Bytes in memory: 4, 8 or 16.</param>
/// <param name="IsStore">Whether memory is written.</param>
/// <param name="IsAligned">Whether the address must be a multiple of the width.</param>
internal readonly record struct VectorOpcode(int Width, bool IsStore, bool IsAligned = false);
