using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Memory;

/// <summary>
/// The RAM of a guest: one region from guest-physical 0. This is the one place that turns a guest-physical address
/// into host memory; start and end are checked together, with arithmetic that can't wrap.
/// </summary>
/// <remarks>
/// The guest may change these bytes at any time. Whatever a decision rests on is copied out once
/// (<see cref="TryRead{T}"/>), and only the copy is looked at; spans are for payload that goes straight to the kernel.
/// Safe for several threads at once. Dispose it after everything that uses it has stopped: a span doesn't keep the
/// mapping alive, a reference to this object or to <see cref="Mapping"/> does.
/// </remarks>
public sealed unsafe class GuestMemory : IDisposable
{
    /// <summary>The most RAM that can be asked for; a span can't be longer.</summary>
    public const ulong MaxLength = 0x7fff_f000;

    /// <summary>RAM comes in pages of this size.</summary>
    public const ulong PageSize = 0x1000;

    private readonly GuestMapping _mapping;
    private readonly byte* _base;
    private ulong _firstOpen;
    private ulong _hiddenStart;
    private ulong _hiddenEnd;

    private GuestMemory(GuestMapping mapping, ulong length)
    {
        _mapping = mapping;
        Length = length;
        byte* start = null;
        _mapping.AcquirePointer(ref start);
        _base = start;
    }

    /// <summary>Bytes of RAM.</summary>
    public ulong Length { get; }

    /// <summary>
    /// The host mapping, for KVM_SET_USER_MEMORY_REGION: whoever gives its address away takes a reference
    /// (<see cref="SafeHandle.DangerousAddRef"/>) for as long, so that the RAM outlives the guest.
    /// </summary>
    public SafeBuffer Mapping => _mapping;

    /// <summary>
    /// The file behind RAM that was made by <see cref="AllocateShared"/>, for another process to map; null for private
    /// RAM. It goes with <see cref="Mapping"/>.
    /// </summary>
    public SafeFileHandle? SharedFile => _mapping.File;

    /// <summary>Makes RAM: zeroed, private, and using host memory only where it is touched.</summary>
    /// <param name="length">Bytes: a multiple of <see cref="PageSize"/>, up to <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is 0, too large or no multiple of a page.</exception>
    /// <exception cref="HostException">The host doesn't give that much.</exception>
    public static GuestMemory Allocate(ulong length)
    {
        CheckLength(length);
        return new GuestMemory(GuestMapping.Map((nuint)length), length);
    }

    /// <summary>
    /// Makes RAM that another process can map, by a file in memory that has the length of RAM for good (memfd_create(2)).
    /// </summary>
    /// <param name="length">Bytes: a multiple of <see cref="PageSize"/>, up to <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is 0, too large or no multiple of a page.</exception>
    /// <exception cref="HostException">The host doesn't give that much.</exception>
    public static GuestMemory AllocateShared(ulong length)
    {
        CheckLength(length);
        return new GuestMemory(GuestMapping.Map(MemoryFile.Create(length), (nuint)length), length);
    }

    /// <summary>
    /// Whether all of <paramref name="length"/> bytes from <paramref name="address"/> lie in open RAM.
    /// </summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes; none at all lie in RAM up to its end.</param>
    public bool Contains(GuestAddress address, ulong length) =>
        address.Value >= _firstOpen && length <= Length && address.Value <= Length - length
        && (address.Value >= _hiddenEnd || address.Value + length <= _hiddenStart); // can't wrap: it ends in RAM

    /// <summary>
    /// Keeps what lies below an address for the VMM alone, as its page and descriptor tables: a guest can't have a
    /// device read or write there. To be called before the guest runs.
    /// </summary>
    /// <param name="end">The first address that stays open; all that is asked for must lie at or above it.</param>
    public void HideBelow(GuestAddress end) => _firstOpen = end.Value;

    /// <summary>
    /// Keeps one more range for the VMM, as a page that the guest only reads: nobody can have a device read or write
    /// there. To be called at most once, before the guest runs.
    /// </summary>
    /// <param name="address">Its first byte.</param>
    /// <param name="length">Bytes, all of them in RAM.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is empty or leaves RAM.</exception>
    /// <exception cref="InvalidOperationException">There is such a range already.</exception>
    public void Hide(GuestAddress address, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address.Value, Length - length, nameof(address));
        if (_hiddenEnd != 0)
        {
            throw new InvalidOperationException($"0x{_hiddenStart:x} to 0x{_hiddenEnd:x} is hidden already.");
        }

        (_hiddenStart, _hiddenEnd) = (address.Value, address.Value + length);
    }

    /// <summary>Copies a small structure out of what the VMM keeps for itself, or of any other RAM.</summary>
    /// <param name="address">Where it starts, by the VMM's own reckoning; any alignment.</param>
    /// <param name="value">The private copy.</param>
    /// <typeparam name="T">A structure without references, laid out as in the guest.</typeparam>
    /// <returns>False if not all of it lies in RAM.</returns>
    public bool TryReadHidden<T>(GuestAddress address, out T value)
        where T : unmanaged
    {
        ulong size = (ulong)sizeof(T);
        if (_mapping.IsClosed || size > Length || address.Value > Length - size)
        {
            value = default;
            return false;
        }

        // SAFETY: start and end lie in the mapping, as just checked.
        value = Unsafe.ReadUnaligned<T>(_base + address.Value);
        GC.KeepAlive(this);
        return true;
    }

    /// <summary>The bytes at a guest-physical address, if all of them lie in RAM.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="span">Exactly that many bytes, or an empty span.</param>
    /// <returns>False if any of the bytes lies outside RAM, or the RAM has been disposed.</returns>
    public bool TryGetSpan(GuestAddress address, ulong length, out Span<byte> span)
    {
        if (!Contains(address, length) || _mapping.IsClosed)
        {
            span = default;
            return false;
        }

        // SAFETY: Contains has just shown that start and end lie in the mapping, whose length fits an int.
        span = new Span<byte>(_base + address.Value, (int)length);
        return true;
    }

    /// <summary>Copies a small structure out of RAM, once.</summary>
    /// <param name="address">Where it starts; any alignment.</param>
    /// <param name="value">The private copy.</param>
    /// <typeparam name="T">A structure without references, laid out as in the guest.</typeparam>
    /// <returns>False if not all of it lies in RAM.</returns>
    public bool TryRead<T>(GuestAddress address, out T value)
        where T : unmanaged
    {
        if (!TryGetSpan(address, (ulong)sizeof(T), out Span<byte> source))
        {
            value = default;
            return false;
        }

        value = MemoryMarshal.Read<T>(source);
        return true;
    }

    /// <summary>Copies a small structure into RAM.</summary>
    /// <param name="address">Where it starts; any alignment.</param>
    /// <param name="value">What to write.</param>
    /// <typeparam name="T">A structure without references, laid out as in the guest.</typeparam>
    /// <returns>False, and nothing written, if not all of it would lie in RAM.</returns>
    public bool TryWrite<T>(GuestAddress address, in T value)
        where T : unmanaged
    {
        if (!TryGetSpan(address, (ulong)sizeof(T), out Span<byte> target))
        {
            return false;
        }

        MemoryMarshal.Write(target, in value);
        return true;
    }

    /// <summary>A part of RAM with bounds of its own, for a ring.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="view">The part.</param>
    /// <returns>False if any of it lies outside RAM.</returns>
    public bool TryGetView(GuestAddress address, uint length, out GuestMemoryView view)
    {
        if (!Contains(address, length) || _mapping.IsClosed)
        {
            view = default;
            return false;
        }

        // SAFETY: as in TryGetSpan; the view checks each access against its length.
        view = new GuestMemoryView(this, _base + address.Value, length);
        return true;
    }

    /// <summary>Whether the host backs the RAM with large pages where it can; advice only.</summary>
    /// <returns>False if the host doesn't take the advice.</returns>
    public bool TryUseLargePages() =>
        !_mapping.IsClosed && LibC.madvise((nint)_base, (nuint)Length, LibC.MADV_HUGEPAGE) == 0;

    /// <summary>Gives the RAM up; the host memory goes with the last reference to <see cref="Mapping"/>.</summary>
    public void Dispose()
    {
        if (!_mapping.IsClosed)
        {
            _mapping.ReleasePointer();
            _mapping.Dispose();
        }
    }

    private static void CheckLength(ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % PageSize, 0UL, nameof(length));
    }
}
