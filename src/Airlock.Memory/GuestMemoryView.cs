using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Airlock.Memory;

/// <summary>
/// A part of guest RAM with bounds of its own. Its user has checked guest-given numbers before; an access outside is
/// a mistake of the VMM's and throws.
/// </summary>
/// <remarks>
/// Fields that both sides share are read and written by one volatile, aligned access each. As long as the view is
/// used, whoever holds it also holds its <see cref="GuestMemory"/> undisposed.
/// </remarks>
public readonly unsafe struct GuestMemoryView
{
    private readonly GuestMemory _memory;
    private readonly byte* _start;

    internal GuestMemoryView(GuestMemory memory, byte* start, uint length)
    {
        _memory = memory;
        _start = start;
        Length = length;
    }

    /// <summary>Bytes in this part.</summary>
    public uint Length { get; }

    /// <summary>One 16-bit load; nothing that follows in the program is read before it.</summary>
    /// <param name="offset">Bytes from the start of the view.</param>
    /// <exception cref="GuestMemoryException">Outside the view, or not aligned to 2.</exception>
    public ushort LoadAcquire16(uint offset) => Volatile.Read(ref At<ushort>(offset));

    /// <summary>One 16-bit store; everything that precedes it in the program is visible before it.</summary>
    /// <param name="offset">Bytes from the start of the view.</param>
    /// <param name="value">What to store.</param>
    /// <exception cref="GuestMemoryException">Outside the view, or not aligned to 2.</exception>
    public void StoreRelease16(uint offset, ushort value) => Volatile.Write(ref At<ushort>(offset), value);

    /// <summary>One 32-bit load; nothing that follows in the program is read before it.</summary>
    /// <param name="offset">Bytes from the start of the view.</param>
    /// <exception cref="GuestMemoryException">Outside the view, or not aligned to 4.</exception>
    public uint LoadAcquire32(uint offset) => Volatile.Read(ref At<uint>(offset));

    /// <summary>One 32-bit store; everything that precedes it in the program is visible before it.</summary>
    /// <param name="offset">Bytes from the start of the view.</param>
    /// <param name="value">What to store.</param>
    /// <exception cref="GuestMemoryException">Outside the view, or not aligned to 4.</exception>
    public void StoreRelease32(uint offset, uint value) => Volatile.Write(ref At<uint>(offset), value);

    /// <summary>Copies a small structure out, once; no promise about its order with other accesses.</summary>
    /// <param name="offset">Bytes from the start of the view; any alignment.</param>
    /// <typeparam name="T">A structure without references, laid out as in the guest.</typeparam>
    /// <exception cref="GuestMemoryException">Outside the view.</exception>
    public T Read<T>(uint offset)
        where T : unmanaged
    {
        Check(offset, (uint)sizeof(T), alignment: 1);

        // SAFETY: checked on the line above.
        T copy = Unsafe.ReadUnaligned<T>(_start + offset);
        GC.KeepAlive(_memory);
        return copy;
    }

    /// <summary>Copies a small structure in; no promise about its order with other accesses.</summary>
    /// <param name="offset">Bytes from the start of the view; any alignment.</param>
    /// <param name="value">What to write.</param>
    /// <typeparam name="T">A structure without references, laid out as in the guest.</typeparam>
    /// <exception cref="GuestMemoryException">Outside the view.</exception>
    public void Write<T>(uint offset, in T value)
        where T : unmanaged
    {
        Check(offset, (uint)sizeof(T), alignment: 1);

        // SAFETY: checked on the line above.
        Unsafe.WriteUnaligned(_start + offset, value);
        GC.KeepAlive(_memory);
    }

    private ref T At<T>(uint offset)
        where T : unmanaged
    {
        Check(offset, (uint)sizeof(T), alignment: (uint)sizeof(T));

        // SAFETY: checked on the line above, and _start + offset is aligned, so that the access can't tear.
        return ref *(T*)(_start + offset);
    }

    private void Check(uint offset, uint size, uint alignment)
    {
        if (size > Length || offset > Length - size || ((nuint)(_start + offset) & (alignment - 1)) != 0)
        {
            Refuse(offset, size);
        }
    }

    [DoesNotReturn]
    private void Refuse(uint offset, uint size) => throw new GuestMemoryException(
        $"{size} bytes at offset {offset} of a view of {Length} bytes: outside, or not aligned.");
}
