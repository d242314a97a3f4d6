namespace Airlock.Guest.Compression.Deflate;

/// <summary>One literal an entry.</summary>
internal struct SingleLiterals : ILiteralMode
{
    /// <inheritdoc/>
    public static bool HasPairs => false;
}
