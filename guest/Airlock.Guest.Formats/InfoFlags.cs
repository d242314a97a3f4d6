namespace Airlock.Guest.Formats;

/// <summary>The bits of <c>InfoResultMessage.flags</c>.</summary>
internal static class InfoFlags
{
    public const uint BackingFile = 1 << 0;
    public const uint ExternalData = 1 << 1;
    public const uint Encrypted = 1 << 2;
    public const uint Compressed = 1 << 3;
    public const uint Snapshots = 1 << 4;
    public const uint Dirty = 1 << 5;
    public const uint Corrupt = 1 << 6;
    public const uint NeedsOtherFiles = 1 << 16;
    public const uint NeedsLogReplay = 1 << 17;
    public const uint SizeFromChs = 1 << 18;
    public const uint Partitions = 1 << 19;
    public const uint Hybrid = 1 << 20;
    public const uint Truncated = 1 << 21;
}
