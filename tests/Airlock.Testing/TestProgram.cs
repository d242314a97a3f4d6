using Airlock.Hypervisor;

namespace Airlock.Testing;

/// <summary>Programs for a machine, which need not be more than their pages.</summary>
public static class TestProgram
{
    public const ulong EntryPoint = 0x4_0000;

    public const ulong DefaultRam = 8 << 20;

    /// <summary>A flat binary that halts: its whole room has all rights.</summary>
    public static GuestProgram Flat => FlatOf(0xf4);

    /// <summary>A flat binary.</summary>
    public static GuestProgram FlatOf(params byte[] code) => Of(
            new ProgramSegment(0x1_0000, code, 0x1_0000, PageRights.Read | PageRights.Write | PageRights.Execute))
        with
    { EntryPoint = 0x1_0000 };

    public static GuestProgram Of(params IReadOnlyList<ProgramSegment> segments) => new()
    {
        Name = "guest",
        EntryPoint = EntryPoint,
        Segments = segments,
        BootConfiguration = ReadOnlyMemory<byte>.Empty,
        MemoryBytes = DefaultRam,
    };

    /// <summary>A program of several segments of code, constants and variables, none of which is all of them, in the first 4 MiB.</summary>
    public static GuestProgram Random(int seed)
    {
        var random = new Random(seed);
        var segments = new List<ProgramSegment>();
        for (ulong address = 0x3_0000; address < 0x3f_0000; address += (ulong)random.Next(1, 64) * 0x1000)
        {
            ulong length = (ulong)random.Next(1, 16 * 0x1000);
            ProgramSegment segment = random.Next(3) switch
            {
                0 => Code(address, length),
                1 => Data(address, length),
                _ => Constants(address),
            };
            const ulong bootConfiguration = 0x14_1000;
            if (segment.Address > bootConfiguration || segment.End <= bootConfiguration)
            {
                segments.Add(segment);
            }

            address = (segment.End + 0xfff) & ~0xffful;
        }

        return Of(segments);
    }

    /// <summary>Code at the given address, a page of it unless told otherwise.</summary>
    public static ProgramSegment Code(ulong address, ulong length = 0x1000) =>
        new(address, new byte[] { 0xf4 }, length, PageRights.Read | PageRights.Execute);

    /// <summary>Variables at the given address, a page of them unless told otherwise.</summary>
    public static ProgramSegment Data(ulong address, ulong length = 0x1000) =>
        new(address, new byte[] { 1, 2, 3 }, length, PageRights.Read | PageRights.Write);

    /// <summary>A page of constants at the given address.</summary>
    public static ProgramSegment Constants(ulong address) =>
        new(address, new byte[] { 7 }, 0x1000, PageRights.Read);
}
