namespace Airlock.Guest.Compression.Deflate;

/// <summary>Whether entries may stand for two literals: the fast loop is compiled once for each.</summary>
internal interface ILiteralMode
{
    /// <summary>Whether they may.</summary>
    static abstract bool HasPairs { get; }
}
