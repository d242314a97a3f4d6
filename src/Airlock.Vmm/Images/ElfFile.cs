namespace Airlock.Vmm.Images;

/// <summary>The bytes of an ELF file: each part is inside the file, or the file is none.</summary>
/// <param name="name">Of the image, for messages.</param>
internal readonly struct ElfFile(ReadOnlyMemory<byte> bytes, string name)
{
    public string Name => name;

    /// <summary>Some bytes of the file.</summary>
    /// <param name="what">What they are, for messages.</param>
    /// <exception cref="GuestImageException">They lie outside the file, at least in part.</exception>
    public ReadOnlyMemory<byte> Slice(ulong offset, ulong length, string what)
    {
        ulong available = (ulong)bytes.Length;
        if (offset > available || length > available - offset)
        {
            throw new GuestImageException($"'{name}': its {what} lies outside the file.");
        }

        return bytes.Slice((int)offset, (int)length);
    }

    /// <summary>An entry of a table.</summary>
    /// <param name="table">Where the table begins.</param>
    /// <param name="index">Which entry.</param>
    /// <param name="length">Of each entry, in bytes.</param>
    /// <param name="what">What an entry is, for messages.</param>
    /// <exception cref="GuestImageException">It lies outside the file, at least in part.</exception>
    public ReadOnlySpan<byte> Entry(ulong table, ushort index, int length, string what)
    {
        // A table beyond the file is none of it; what is added to one inside can't wrap.
        ulong start = Math.Min(table, (ulong)bytes.Length + 1);
        return Slice(start + ((ulong)index * (uint)length), (ulong)length, what).Span;
    }
}
