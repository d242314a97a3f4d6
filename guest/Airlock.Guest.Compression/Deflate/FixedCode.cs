using System;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>The code that every decoder knows (RFC 1951, 3.2.6).</summary>
internal static class FixedCode
{
    /// <summary>Builds its tables.</summary>
    public static void Build(InflateTables tables)
    {
        Span<byte> lengths = tables.Lengths;
        lengths.Slice(0, 144).Fill(8);
        lengths.Slice(144, 112).Fill(9);
        lengths.Slice(256, 24).Fill(7);
        lengths.Slice(280, 8).Fill(8);
        CodeTable.TryBuildLiterals(tables, lengths.Slice(0, 288));
        lengths.Slice(0, 32).Fill(5);
        CodeTable.TryBuildDistances(tables, lengths.Slice(0, 32));
    }
}
