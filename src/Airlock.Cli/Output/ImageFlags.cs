namespace Airlock.Cli.Output;

/// <summary>Bits of <c>InfoResultMessage.flags</c>.</summary>
[Flags]
internal enum ImageFlags : uint
{
    BackingFile = 1 << 0,
    ExternalData = 1 << 1,
    Encrypted = 1 << 2,
    Compressed = 1 << 3,
    Snapshots = 1 << 4,
    Dirty = 1 << 5,
    Corrupt = 1 << 6,
    NeedsOtherFiles = 1 << 16,
    NeedsLogReplay = 1 << 17,
    SizeFromChs = 1 << 18,
    Partitions = 1 << 19,
    Hybrid = 1 << 20,
    Truncated = 1 << 21,
}
