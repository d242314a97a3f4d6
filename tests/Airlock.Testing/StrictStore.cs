using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>
/// A store in memory that throws when a device asks for what it must never ask for: a byte beyond the capacity, or a
/// write to what is read-only. Chosen sectors fail, and chosen ones are holes.
/// </summary>
public sealed class StrictStore(int sectors, bool readOnly) : IBlockStore, IZeroableStore, IExtentSource
{
    private const int FaultErrno = 5; // EIO
    private const int SectorSize = 512;

    private readonly byte[] _template = Distinct(sectors * SectorSize);

    public byte[] Bytes { get; } = new byte[sectors * SectorSize];

    /// <summary>A bit for each of the first 64 sectors: transfers that touch it fail, and do nothing.</summary>
    public ulong BadSectors { get; set; }

    /// <summary>A bit for each of the first 64 sectors: it is told to be a hole, whatever it holds.</summary>
    public ulong Holes { get; set; }

    public bool FlushFails { get; set; }

    /// <summary>Called when a transfer begins, as time in which a guest may change its RAM.</summary>
    public Action? OnTransfer { get; set; }

    public ulong LengthInSectors => (ulong)sectors;

    public bool IsReadOnly => readOnly;

    /// <summary>Gives each sector a content of its own, and lets none of them fail.</summary>
    public void Refill()
    {
        _template.CopyTo(Bytes.AsSpan());
        BadSectors = 0;
        Holes = 0;
        FlushFails = false;
    }

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        Span<byte> content = Transfer(byteOffset, buffer.Length);
        content.CopyTo(buffer);
        return content.Length == buffer.Length ? StoreResult.Ok : StoreResult.Failed(FaultErrno);
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        RefuseIfReadOnly();
        Span<byte> content = Transfer(byteOffset, buffer.Length);
        buffer[..content.Length].CopyTo(content);
        return content.Length == buffer.Length ? StoreResult.Ok : StoreResult.Failed(FaultErrno);
    }

    public StoreResult WriteZeroes(ulong byteOffset, ulong length, bool mayUnmap)
    {
        RefuseIfReadOnly();
        Span<byte> content = Transfer(byteOffset, checked((int)length));
        content.Clear();
        return content.IsEmpty ? StoreResult.Failed(FaultErrno) : StoreResult.Ok;
    }

    public StoreResult FindExtent(ulong byteOffset, out StoreExtent extent)
    {
        ulong first = byteOffset / SectorSize;
        if (byteOffset % SectorSize != 0 || first >= (ulong)sectors)
        {
            throw new DeviceFaultException($"There is no extent at byte {byteOffset} of {Bytes.Length}.");
        }

        ulong end = first;
        while (end < (ulong)sectors && IsIn(Holes, end) == IsIn(Holes, first))
        {
            end++;
        }

        extent = new StoreExtent((end - first) * SectorSize, IsIn(Holes, first));
        return IsIn(BadSectors, first) ? StoreResult.Failed(FaultErrno) : StoreResult.Ok;
    }

    public StoreResult Flush() => FlushFails ? StoreResult.Failed(FaultErrno) : StoreResult.Ok;

    private static bool IsIn(ulong mask, ulong sector) => sector < 64 && ((mask >> (int)sector) & 1) != 0;

    private void RefuseIfReadOnly()
    {
        if (readOnly)
        {
            throw new DeviceFaultException("A write reached a read-only store.");
        }
    }

    private static byte[] Distinct(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) + (i >> 9) + 7);
        }

        return bytes;
    }

    /// <summary>The bytes in question; none at all if one of their sectors is bad.</summary>
    private Span<byte> Transfer(ulong offset, int length)
    {
        if (length == 0 || offset > (ulong)Bytes.Length || (ulong)length > (ulong)Bytes.Length - offset)
        {
            throw new DeviceFaultException($"{length} bytes at {offset} leave a store of {Bytes.Length}.");
        }

        OnTransfer?.Invoke();
        ulong last = (offset + (ulong)length - 1) / SectorSize;
        for (ulong sector = offset / SectorSize; sector <= last; sector++)
        {
            if (IsIn(BadSectors, sector))
            {
                return default;
            }
        }

        return Bytes.AsSpan((int)offset, length);
    }
}
