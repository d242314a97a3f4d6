using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What an entry of a table says about its block, or why that isn't sound.</summary>
internal readonly struct StoredBlock
{
    /// <summary>A block, and of one that is in the file where.</summary>
    public StoredBlock(ExtentKind kind, ulong fileOffset = 0)
    {
        Kind = kind;
        FileOffset = fileOffset;
    }

    private StoredBlock(RefusalClass reason, ulong value, ulong limit)
    {
        Reason = reason;
        Value = value;
        Limit = limit;
    }

    /// <summary>What lies there.</summary>
    public ExtentKind Kind { get; }

    /// <summary>Data and compressed: where in the file its first byte is.</summary>
    public ulong FileOffset { get; }

    /// <summary>Why the entry is refused; none if it is sound.</summary>
    public RefusalClass Reason { get; }

    /// <summary>Refused: what speaks against it.</summary>
    public ulong Value { get; }

    /// <summary>Refused: what that could be at most, or should.</summary>
    public ulong Limit { get; }

    /// <summary>Whether it can be read.</summary>
    public bool IsSound => Reason == RefusalClass.RefusalNone;

    /// <summary>An entry that isn't sound.</summary>
    public static StoredBlock Refused(RefusalClass reason, ulong value, ulong limit) => new(reason, value, limit);
}
