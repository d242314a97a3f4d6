using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Airlock.Protocol;

/// <summary>
/// The short words that a guest says again and again, so that each becomes a string once. Its size is fixed, whatever
/// the guest says.
/// </summary>
internal sealed class NameCache
{
    private const int MaxLength = 32;
    private const int SlotMask = 15;

    private readonly string[] _slots = new string[SlotMask + 1];

    /// <summary>The string of these bytes, if it is here; only ASCII ever is.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? name)
    {
        name = utf8.IsEmpty ? string.Empty : _slots[SlotOf(utf8[0], utf8.Length)];
        return name is not null && Ascii.Equals(utf8, name);
    }

    /// <summary>Keeps a string in the place of another, unless it is long.</summary>
    /// <param name="name">Not empty.</param>
    /// <returns>The same string.</returns>
    public string Add(string name)
    {
        if (name.Length <= MaxLength)
        {
            _slots[SlotOf(name[0], name.Length)] = name;
        }

        return name;
    }

    private static int SlotOf(int first, int length) => (first ^ (length << 2)) & SlotMask;
}
