using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli.Benchmarking;

/// <summary>Files to copy.</summary>
internal static class BenchInput
{
    private const int BlockLength = 1 << 20;

    /// <summary>In a file with holes, one block of data comes at the start of so many.</summary>
    private const int BlocksPerData = 20;

    /// <summary>Makes a file of random bytes, or goes on at the end of a shorter one.</summary>
    public static void WriteRandom(string path, long length, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockLength];
        using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        long position = RandomAccess.GetLength(file);
        while (position < length)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> part = block.AsSpan(0, (int)Math.Min(BlockLength, length - position));
            Random.Shared.NextBytes(part);
            RandomAccess.Write(file, part, position);
            position += part.Length;
        }
    }

    /// <summary>Makes a file of which 95 % are holes: a MiB of random bytes at the start of each 20 MiB.</summary>
    public static void WriteSparse(string path, long length, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockLength];
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, length);
        for (long position = 0; position < length; position += (long)BlocksPerData * BlockLength)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> part = block.AsSpan(0, (int)Math.Min(BlockLength, length - position));
            Random.Shared.NextBytes(part);
            RandomAccess.Write(file, part, position);
        }
    }
}
