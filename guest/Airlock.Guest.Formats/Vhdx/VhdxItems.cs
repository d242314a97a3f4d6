using System;

namespace Airlock.Guest.Formats;

/// <summary>What the metadata items say.</summary>
internal struct VhdxItems
{
    private const uint Needed = (1 << (int)VhdxItem.FileParameters) | (1 << (int)VhdxItem.VirtualSize)
        | (1 << (int)VhdxItem.LogicalSector);

    private uint _seen;

    public ulong VirtualSize;
    public uint BlockSize;
    public uint LogicalSector;
    public uint PhysicalSector;
    public bool IsFixed;
    public bool HasParent;

    /// <summary>Whether all are there that reading needs.</summary>
    public readonly bool HasAll => (_seen & Needed) == Needed;

    /// <summary>The item with an identifier.</summary>
    public static VhdxItem Of(ReadOnlySpan<byte> guid)
    {
        return guid.SequenceEqual(VhdxGuids.FileParameters) ? VhdxItem.FileParameters
            : guid.SequenceEqual(VhdxGuids.VirtualSize) ? VhdxItem.VirtualSize
            : guid.SequenceEqual(VhdxGuids.LogicalSector) ? VhdxItem.LogicalSector
            : guid.SequenceEqual(VhdxGuids.PhysicalSector) ? VhdxItem.PhysicalSector
            : guid.SequenceEqual(VhdxGuids.Page83) ? VhdxItem.Page83
            : guid.SequenceEqual(VhdxGuids.ParentLocator) ? VhdxItem.ParentLocator
            : VhdxItem.Unknown;
    }

    /// <summary>Notes that an item is there; false if it was before.</summary>
    public bool TryNote(VhdxItem item)
    {
        uint bit = 1U << (int)item;
        bool isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew;
    }

    /// <summary>Takes an item's value, of up to 8 bytes.</summary>
    public void Take(VhdxItem item, ulong value)
    {
        switch (item)
        {
            case VhdxItem.FileParameters:
                BlockSize = (uint)value;
                IsFixed = (value >> 32 & 1) != 0;
                HasParent = (value >> 33 & 1) != 0;
                break;
            case VhdxItem.VirtualSize: VirtualSize = value; break;
            case VhdxItem.LogicalSector: LogicalSector = (uint)value; break;
            case VhdxItem.PhysicalSector: PhysicalSector = (uint)value; break;
            default: break; // the others aren't numbers
        }
    }
}
