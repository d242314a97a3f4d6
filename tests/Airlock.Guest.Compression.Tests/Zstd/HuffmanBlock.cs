namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>The content of a block of literals alone, in Huffman codes, with the parts given as they are.</summary>
internal static class HuffmanBlock
{
    /// <summary>Literals in one stream.</summary>
    /// <param name="count">How many the header promises.</param>
    public static byte[] OneStream(int count, byte[] tree, byte[] stream) =>
        [.. Header(type: tree.Length == 0 ? 3 : 2, format: 0, count, tree.Length + stream.Length), .. tree, .. stream, 0];

    /// <summary>Literals in four streams, with the lengths of the first three as given.</summary>
    public static byte[] FourStreams(int count, byte[] tree, byte[] lengths, byte[] streams) =>
    [
        .. Header(type: tree.Length == 0 ? 3 : 2, format: 1, count, tree.Length + lengths.Length + streams.Length),
        .. tree, .. lengths, .. streams, 0,
    ];

    /// <summary>A tree whose weights stand in four bits each; the last one is left out.</summary>
    public static byte[] Tree(params int[] weights)
    {
        byte[] tree = new byte[1 + ((weights.Length + 1) / 2)];
        tree[0] = (byte)(127 + weights.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            tree[1 + (i / 2)] |= (byte)(weights[i] << (i % 2 == 0 ? 4 : 0));
        }

        return tree;
    }

    private static byte[] Header(int type, int format, int count, int stored)
    {
        int header = type | (format << 2) | (count << 4) | (stored << 14);
        return [(byte)header, (byte)(header >> 8), (byte)(header >> 16)];
    }
}
