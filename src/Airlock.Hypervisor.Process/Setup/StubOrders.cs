using System.Runtime.InteropServices;

namespace Airlock.Hypervisor.Process.Setup;

/// <summary>
/// What the stub is told, in page 0 of guest RAM, which both have mapped at that time and the guest never has:
/// the parent's number, how many ranges, and the ranges.
/// </summary>
internal static class StubOrders
{
    /// <summary>What fits into a page.</summary>
    public const int MaxRanges = (0x1000 - Header) / 24;

    private const int Header = 2 * sizeof(int);

    public static void Write(SafeBuffer ram, int parent, IReadOnlyList<PageRange> ranges)
    {
        ram.Write(0, parent);
        ram.Write(sizeof(int), ranges.Count);
        ram.WriteSpan<Range>(Header, ranges.Select(range => new Range(range)).ToArray());
    }

    public static void Wipe(SafeBuffer ram) => ram.WriteSpan<byte>(0, new byte[0x1000]);

    /// <summary>As the stub reads it. The rights have the numbers of mmap(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Range(PageRange range)
    {
        public readonly ulong Address = range.Address;
        public readonly ulong Length = range.Length;
        public readonly ulong Rights = (ulong)range.Rights;
    }
}
