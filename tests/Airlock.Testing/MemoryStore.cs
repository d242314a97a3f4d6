using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>A store in memory; sectors differ from each other, so that a wrong one is noticed.</summary>
public sealed class MemoryStore : IBlockStore
{
    private int _flushes;

    public MemoryStore(int sectors, bool readOnly = false)
    {
        Bytes = new byte[sectors * 512];
        IsReadOnly = readOnly;
        for (int i = 0; i < Bytes.Length; i++)
        {
            Bytes[i] = (byte)((i * 31) + (i >> 9) + 7);
        }
    }

    public byte[] Bytes { get; }

    public ulong LengthInSectors => (ulong)Bytes.Length / 512;

    public bool IsReadOnly { get; }

    public int Flushes => Volatile.Read(ref _flushes);

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        Bytes.AsSpan(checked((int)byteOffset), buffer.Length).CopyTo(buffer);
        return StoreResult.Ok;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(Bytes.AsSpan(checked((int)byteOffset), buffer.Length));
        return StoreResult.Ok;
    }

    public StoreResult Flush()
    {
        Interlocked.Increment(ref _flushes);
        return StoreResult.Ok;
    }
}
