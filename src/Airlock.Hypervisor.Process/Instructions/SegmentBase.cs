namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>What is added to an address in 64-bit mode.</summary>
internal enum SegmentBase : byte
{
    Zero,
    Fs,
    Gs,
}
