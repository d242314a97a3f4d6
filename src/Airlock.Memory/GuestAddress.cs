using System.Globalization;

namespace Airlock.Memory;

/// <summary>
/// A guest-physical address. It may be any number, for guests make them up: what it points to is decided by
/// <see cref="GuestMemory"/> alone. There is no <c>+</c>, since an addition that wraps is how guests escape.
/// </summary>
/// <param name="Value">The address in bytes from guest-physical 0.</param>
public readonly record struct GuestAddress(ulong Value) : IComparable<GuestAddress>
{
    /// <summary>Takes a number as an address; every number is one.</summary>
    /// <param name="value">Bytes from guest-physical 0.</param>
    public static implicit operator GuestAddress(ulong value) => new(value);

    /// <summary>Whether <paramref name="left"/> lies below <paramref name="right"/>.</summary>
    public static bool operator <(GuestAddress left, GuestAddress right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> lies above <paramref name="right"/>.</summary>
    public static bool operator >(GuestAddress left, GuestAddress right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> doesn't lie above <paramref name="right"/>.</summary>
    public static bool operator <=(GuestAddress left, GuestAddress right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> doesn't lie below <paramref name="right"/>.</summary>
    public static bool operator >=(GuestAddress left, GuestAddress right) => left.Value >= right.Value;

    /// <summary>Adds, if the sum doesn't wrap.</summary>
    /// <param name="offset">Bytes to add.</param>
    /// <param name="sum">The sum, or 0.</param>
    /// <returns>False if the sum would be past the end of the address space.</returns>
    public bool TryAdd(ulong offset, out GuestAddress sum)
    {
        if (offset > ulong.MaxValue - Value)
        {
            sum = default;
            return false;
        }

        sum = new GuestAddress(Value + offset);
        return true;
    }

    /// <summary>Whether the address is a multiple of <paramref name="alignment"/>.</summary>
    /// <param name="alignment">A power of two.</param>
    public bool IsAligned(uint alignment) => (Value & (alignment - 1)) == 0;

    /// <inheritdoc/>
    public int CompareTo(GuestAddress other) => Value.CompareTo(other.Value);

    /// <summary>Hexadecimal, as in <c>0x10000</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x}");
}
