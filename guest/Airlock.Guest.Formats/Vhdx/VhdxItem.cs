namespace Airlock.Guest.Formats;

/// <summary>The metadata items that are known ([MS-VHDX] 2.6.2).</summary>
internal enum VhdxItem
{
    Unknown,
    FileParameters,
    VirtualSize,
    LogicalSector,
    PhysicalSector,
    Page83,
    ParentLocator,
}
