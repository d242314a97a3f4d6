using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The lengths of four streams in bytes: that of the last is what is left (RFC 8878, 3.1.1.3.1.6).</summary>
internal readonly struct FourLengths
{
    private FourLengths(ulong table, int left)
    {
        First = (ushort)table;
        Second = (ushort)(table >> 16);
        Third = (ushort)(table >> 32);
        Fourth = left - First - Second - Third;
    }

    /// <summary>That of the first.</summary>
    public int First { get; }

    /// <summary>That of the second.</summary>
    public int Second { get; }

    /// <summary>That of the third.</summary>
    public int Third { get; }

    /// <summary>That of the fourth.</summary>
    public int Fourth { get; }

    /// <summary>Reads them; false if there is nothing left for the last one.</summary>
    public static bool TryRead(ref SourceBytes source, out FourLengths lengths)
    {
        bool isThere = source.TryNumber(6, out ulong table);
        lengths = new FourLengths(table, source.Left);
        return isThere && lengths.Fourth > 0;
    }
}
