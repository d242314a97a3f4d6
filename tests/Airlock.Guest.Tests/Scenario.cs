using System.Collections.Generic;
using System.Linq;

namespace Airlock.Guest.Tests;

/// <summary>A copy with everything that can vary about it.</summary>
public sealed record Scenario(
    int Sectors, ulong ChunkSectors, ulong Step, int DmaPages, uint QueueMax, int Seed, int[] BadReads, int[] BadWrites)
{
    public HashSet<ulong> Unreadable => [.. BadReads.Select(sector => (ulong)sector)];

    public HashSet<ulong> Unwritable => [.. BadWrites.Select(sector => (ulong)sector)];
}
