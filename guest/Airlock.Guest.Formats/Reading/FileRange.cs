namespace Airlock.Guest.Formats;

/// <summary>Comparisons of ranges of bytes, with arithmetic that can't wrap.</summary>
internal static class FileRange
{
    /// <summary>Whether a range lies in the first <paramref name="end"/> bytes.</summary>
    public static bool IsInside(ulong offset, ulong length, ulong end) => offset <= end && length <= end - offset;

    /// <summary>Whether two ranges have a byte in common; neither passes 2^64.</summary>
    public static bool Overlap(ulong offset, ulong length, ulong otherOffset, ulong otherLength)
    {
        return offset < otherOffset
            ? length > otherOffset - offset && otherLength != 0
            : otherLength > offset - otherOffset && length != 0;
    }

    /// <summary>How many units hold so many bytes; <paramref name="unit"/> isn't 0.</summary>
    public static ulong Units(ulong bytes, ulong unit) => (bytes / unit) + (bytes % unit == 0 ? 0UL : 1UL);
}
