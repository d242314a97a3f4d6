using System;
using Airlock.Guest.Formats;

namespace Airlock.Testing.Formats;

/// <summary>A file in memory, which nobody may read outside of, and whose device may fail.</summary>
public readonly struct MemorySource : IByteSource
{
    private readonly byte[] _bytes;
    private readonly SourceUse _use;

    /// <param name="bytes">The file.</param>
    /// <param name="use">What becomes of it.</param>
    public MemorySource(byte[] bytes, SourceUse use)
    {
        _bytes = bytes;
        _use = use;
    }

    /// <inheritdoc/>
    public ulong Length => (ulong)_bytes.Length;

    /// <inheritdoc/>
    public Span<byte> Marks => _use.Marks;

    /// <inheritdoc/>
    public bool TryRead(ulong position, Span<byte> destination)
    {
        if (position > Length || (ulong)destination.Length > Length - position)
        {
            throw new InvalidOperationException($"{destination.Length} bytes at {position} aren't in the file.");
        }

        if (_use.Reads++ == _use.FailingRead)
        {
            return false;
        }

        _use.BytesRead += (ulong)destination.Length;
        _bytes.AsSpan((int)position, destination.Length).CopyTo(destination);
        return true;
    }
}
