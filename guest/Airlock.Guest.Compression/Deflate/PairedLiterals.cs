namespace Airlock.Guest.Compression.Deflate;

/// <summary>One or two literals an entry.</summary>
internal struct PairedLiterals : ILiteralMode
{
    /// <inheritdoc/>
    public static bool HasPairs => true;
}
