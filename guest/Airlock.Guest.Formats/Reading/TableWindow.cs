using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Guest.Formats;

/// <summary>The part of a table that is being looked at: a table is never held whole.</summary>
internal struct TableWindow
{
    /// <summary>Bytes of a window; entries of every format divide it.</summary>
    public const int Size = 2048;

    private Buffer _bytes;
    private ulong _start; // in the file
    private int _length;  // 0: nothing was read yet

    /// <summary>Forgets what was read.</summary>
    public void Forget() => _length = 0;

    /// <summary>
    /// The entries of a table from a position on: the one there, and those that happen to be here too.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="table">Where the table lies, all of it in the file.</param>
    /// <param name="position">Of the entry in the table, a multiple of its size, and before the table's end.</param>
    /// <param name="entries">Whole entries, at least one.</param>
    /// <returns>False if the device failed.</returns>
    [UnscopedRef]
    public bool TryGet<TSource>(
        ref TSource source, in TableRange table, ulong position, out ReadOnlySpan<byte> entries)
        where TSource : struct, IByteSource
    {
        ulong inWindow = position % Size;
        ulong start = table.Offset + position - inWindow;
        int length = (int)Math.Min(Size, table.Length - position + inWindow);
        if ((_start != start || _length != length) && !TryLoad(ref source, start, length))
        {
            entries = default;
            return false;
        }

        entries = _bytes.First(length).Slice((int)inWindow);
        return true;
    }

    private bool TryLoad<TSource>(ref TSource source, ulong start, int length)
        where TSource : struct, IByteSource
    {
        _length = 0; // what a failed read leaves is no table
        if (!source.TryRead(start, _bytes.All.Slice(0, length)))
        {
            return false;
        }

        _start = start;
        _length = length;
        return true;
    }

    [InlineArray(Size)]
    private struct Buffer
    {
        private byte _first;

        [UnscopedRef]
        public Span<byte> All => MemoryMarshal.CreateSpan(ref _first, Size);

        [UnscopedRef]
        public readonly ReadOnlySpan<byte> First(int length) =>
            MemoryMarshal.CreateReadOnlySpan(in _first, Size).Slice(0, length);
    }
}
