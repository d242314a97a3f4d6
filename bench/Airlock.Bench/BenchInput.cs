using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Bench;

/// <summary>Files to copy.</summary>
internal static class BenchInput
{
    private const int BlockLength = 1 << 20;

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

    /// <summary>Makes a file of words that chance puts together: it compresses to about a third.</summary>
    public static void WriteText(string path, long length, CancellationToken cancellation)
    {
        byte[][] words = [.. Enumerable.Range(0, 4096).Select(_ => Encoding.ASCII.GetBytes(
            Random.Shared.GetString("etaoinshrdlucmfwyp", Random.Shared.Next(2, 10)) + " "))];
        byte[] block = new byte[BlockLength];
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        for (long position = 0; position < length; position += block.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int at = 0; at < block.Length;)
            {
                ReadOnlySpan<byte> word = words[Random.Shared.Next(words.Length)];
                word = word[..Math.Min(word.Length, block.Length - at)];
                word.CopyTo(block.AsSpan(at));
                at += word.Length;
            }

            RandomAccess.Write(file, block.AsSpan(0, (int)Math.Min(block.Length, length - position)), position);
        }
    }

    /// <summary>Makes a file with holes: so much data, random bytes, at the start of each so many bytes.</summary>
    public static void WriteSparse(string path, long length, SparseShape shape, CancellationToken cancellation)
    {
        byte[] block = new byte[shape.DataLength];
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, length);
        for (long position = 0; position < length; position += shape.Period)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> part = block.AsSpan(0, (int)Math.Min(block.Length, length - position));
            Random.Shared.NextBytes(part);
            RandomAccess.Write(file, part, position);
        }
    }
}
