namespace Airlock.Guest.Formats;

/// <summary>What an entry of a table says about its block.</summary>
/// <param name="kind">What lies there.</param>
/// <param name="fileOffset">Data and compressed: where in the file its first byte is.</param>
internal readonly struct StoredBlock(ExtentKind kind, ulong fileOffset = 0)
{
    /// <summary>What lies there.</summary>
    public readonly ExtentKind Kind = kind;

    /// <summary>Data and compressed: where in the file its first byte is.</summary>
    public readonly ulong FileOffset = fileOffset;
}
