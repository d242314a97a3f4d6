using System.Buffers.Binary;

namespace Airlock.Memory;

/// <summary>
/// Device windows by address: memory-mapped I/O or I/O ports. Windows are mapped before the guest runs; accesses then
/// search a sorted array and allocate nothing.
/// </summary>
/// <remarks>Accesses come from one thread at a time, the vCPU's; <see cref="Metrics"/> may be read from any.</remarks>
public sealed class Bus
{
    private readonly ulong _lastAddress;
    private BusWindow[] _windows = [];
    private long _accesses;
    private long _refused;
    private long _unmapped;

    private Bus(ulong lastAddress) => _lastAddress = lastAddress;

    /// <summary>What has happened here so far.</summary>
    public BusMetrics Metrics =>
        new(Volatile.Read(ref _accesses), Volatile.Read(ref _refused), Volatile.Read(ref _unmapped));

    /// <summary>A bus of 64-bit addresses.</summary>
    public static Bus ForMmio() => new(ulong.MaxValue);

    /// <summary>A bus of 16-bit port numbers.</summary>
    public static Bus ForPorts() => new(ushort.MaxValue);

    /// <summary>Gives a range of addresses to a device.</summary>
    /// <param name="address">The first address of the window.</param>
    /// <param name="length">Bytes in the window, at least 1.</param>
    /// <param name="device">Who answers there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or leaves the bus.</exception>
    /// <exception cref="ArgumentException">The window overlaps another one.</exception>
    public void Map(ulong address, ulong length, IBusDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, _lastAddress);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length - 1, _lastAddress - address, nameof(length));

        var window = new BusWindow(address, address + (length - 1), device);
        foreach (BusWindow other in _windows)
        {
            if (window.First <= other.Last && other.First <= window.Last)
            {
                throw new ArgumentException(
                    $"0x{window.First:x}-0x{window.Last:x} overlaps 0x{other.First:x}-0x{other.Last:x}.",
                    nameof(address));
            }
        }

        BusWindow[] windows = [.. _windows, window];
        Array.Sort(windows, static (left, right) => left.First.CompareTo(right.First));
        _windows = windows;
    }

    /// <summary>A guest reads.</summary>
    /// <param name="address">The first address.</param>
    /// <param name="data">
    /// Filled with what the guest shall see; as long as the access, usually 1, 2, 4 or 8 bytes.
    /// </param>
    public BusAnswer Read(ulong address, Span<byte> data)
    {
        BusAnswer answer = Find(address, data.Length, out BusWindow window);
        ulong value = answer == BusAnswer.Unmapped ? ulong.MaxValue : 0;
        if (answer == BusAnswer.Done)
        {
            answer = window.Device.Read(address - window.First, data.Length, out value);
        }

        if (answer == BusAnswer.Unmapped)
        {
            data.Fill(0xff);
        }
        else
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, answer == BusAnswer.Done ? value : 0);
            data.Clear();
            bytes[..Math.Min(data.Length, bytes.Length)].CopyTo(data);
        }

        return Count(answer);
    }

    /// <summary>A guest writes.</summary>
    /// <param name="address">The first address.</param>
    /// <param name="data">What it writes; as long as the access, usually 1, 2, 4 or 8 bytes.</param>
    public BusAnswer Write(ulong address, ReadOnlySpan<byte> data)
    {
        BusAnswer answer = Find(address, data.Length, out BusWindow window);
        if (answer == BusAnswer.Done)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            bytes.Clear();
            data.CopyTo(bytes);
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            answer = window.Device.Write(address - window.First, data.Length, value);
        }

        return Count(answer);
    }

    /// <summary>
    /// The window that holds all of an access, if there is one and it is of a width that processors have.
    /// </summary>
    private BusAnswer Find(ulong address, int width, out BusWindow window)
    {
        BusWindow[] windows = _windows;
        int low = 0;
        int high = windows.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            window = windows[middle];
            if (address < window.First)
            {
                high = middle - 1;
            }
            else if (address > window.Last)
            {
                low = middle + 1;
            }
            else
            {
                return Judge(address, width, window);
            }
        }

        window = default;
        return BusAnswer.Unmapped;
    }

    private static BusAnswer Judge(ulong address, int width, in BusWindow window)
    {
        if (width is not (1 or 2 or 4 or 8))
        {
            return BusAnswer.Refused;
        }

        // An access that leaves the window belongs to nobody, even if another window follows. Compared without a sum.
        return (ulong)(width - 1) <= window.Last - address ? BusAnswer.Done : BusAnswer.Unmapped;
    }

    private BusAnswer Count(BusAnswer answer)
    {
        _accesses++;
        _refused += answer == BusAnswer.Refused ? 1 : 0;
        _unmapped += answer == BusAnswer.Unmapped ? 1 : 0;
        return answer;
    }
}
