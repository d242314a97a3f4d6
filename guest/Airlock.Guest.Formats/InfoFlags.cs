using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>The bits of <c>InfoResultMessage.flags</c>, as numbers.</summary>
internal static class InfoFlags
{
    public const uint BackingFile = (uint)InfoFlag.InfoFlagBackingFile;
    public const uint ExternalData = (uint)InfoFlag.InfoFlagExternalData;
    public const uint Encrypted = (uint)InfoFlag.InfoFlagEncrypted;
    public const uint Compressed = (uint)InfoFlag.InfoFlagCompressed;
    public const uint Snapshots = (uint)InfoFlag.InfoFlagSnapshots;
    public const uint Dirty = (uint)InfoFlag.InfoFlagDirty;
    public const uint Corrupt = (uint)InfoFlag.InfoFlagCorrupt;
    public const uint NeedsOtherFiles = (uint)InfoFlag.InfoFlagNeedsOtherFiles;
    public const uint NeedsLogReplay = (uint)InfoFlag.InfoFlagNeedsLogReplay;
    public const uint SizeFromChs = (uint)InfoFlag.InfoFlagSizeFromChs;
    public const uint Partitions = (uint)InfoFlag.InfoFlagPartitions;
    public const uint Hybrid = (uint)InfoFlag.InfoFlagHybrid;
    public const uint Truncated = (uint)InfoFlag.InfoFlagTruncated;
}
