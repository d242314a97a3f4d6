namespace Airlock.GuestKit.Tests;

/// <summary>One program header and its bytes.</summary>
internal sealed record ElfSegment(uint Type, uint Flags, ulong Address, ulong MemorySize, byte[] Bytes)
{
    public const uint Load = 1;

    public bool IsExecutable => (Flags & 1) != 0;

    public bool IsWritable => (Flags & 2) != 0;

    public ulong End => Address + MemorySize;
}
