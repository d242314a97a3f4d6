using System.Collections.Concurrent;
using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>A store before another one that fails at chosen sectors.</summary>
public sealed class FaultyStore(IBlockStore inner) : IBlockStore
{
    /// <summary>Error numbers by sector: any transfer that touches the sector fails.</summary>
    public ConcurrentDictionary<ulong, int> Faults { get; } = new();

    /// <summary>The error number of the next flushes; 0 for success.</summary>
    public int FlushFault { get; set; }

    public ulong LengthInSectors => inner.LengthInSectors;

    public bool IsReadOnly => inner.IsReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        StoreResult fault = FaultIn(byteOffset, buffer.Length);
        return fault.IsOk ? inner.Read(byteOffset, buffer) : fault;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        StoreResult fault = FaultIn(byteOffset, buffer.Length);
        return fault.IsOk ? inner.Write(byteOffset, buffer) : fault;
    }

    public StoreResult Flush() => FlushFault == 0 ? inner.Flush() : StoreResult.Failed(FlushFault);

    private StoreResult FaultIn(ulong byteOffset, int length)
    {
        ulong last = (byteOffset + (ulong)length - 1) / 512;
        for (ulong sector = byteOffset / 512; sector <= last; sector++)
        {
            if (Faults.TryGetValue(sector, out int errno))
            {
                return StoreResult.Failed(errno);
            }
        }

        return StoreResult.Ok;
    }
}
