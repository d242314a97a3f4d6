namespace Airlock.Guest.Formats;

/// <summary>Where a table lies in the file; all of it does.</summary>
/// <param name="offset">Of its first byte.</param>
/// <param name="length">Its bytes.</param>
internal readonly struct TableRange(ulong offset, ulong length)
{
    /// <summary>Of its first byte.</summary>
    public readonly ulong Offset = offset;

    /// <summary>Its bytes.</summary>
    public readonly ulong Length = length;

    /// <summary>Whether bytes of the file have one in common with it.</summary>
    public bool Meets(ulong start, ulong count) => FileRange.Overlap(Offset, Length, start, count);
}
