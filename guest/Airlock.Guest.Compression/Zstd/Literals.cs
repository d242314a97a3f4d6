namespace Airlock.Guest.Compression.Zstd;

/// <summary>The literals of a block, with <see cref="ZstdAreas.Margin"/> bytes behind them that may be read.</summary>
internal unsafe struct Literals
{
    // SAFETY: both point into the block or the workspace, which are pinned as long as the block is decoded.

    /// <summary>The first that hasn't been taken.</summary>
    public byte* Next;

    /// <summary>Behind the last one.</summary>
    public byte* End;
}
