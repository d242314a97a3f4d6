namespace Airlock.Guest.Compression.Buffers;

/// <summary>Sixteen bytes: an assignment is one load and one store of an SSE register.</summary>
internal struct Block16
{
    /// <summary>The first eight.</summary>
    public ulong Low;

    /// <summary>The last eight.</summary>
    public ulong High;
}
