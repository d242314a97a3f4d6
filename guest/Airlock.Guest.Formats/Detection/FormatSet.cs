namespace Airlock.Guest.Formats;

/// <summary>Formats that the contents of a file match.</summary>
internal struct FormatSet
{
    private uint _bits;

    /// <summary>Whether there is none.</summary>
    public readonly bool IsEmpty => _bits == 0;

    /// <summary>Whether there are several.</summary>
    public readonly bool HasSeveral => (_bits & (_bits - 1)) != 0;

    /// <summary>The first in the order of <see cref="ImageFormat"/>; Unknown if there is none.</summary>
    public readonly ImageFormat First
    {
        get
        {
            for (ImageFormat format = ImageFormat.Raw; format <= ImageFormat.Packed; format++)
            {
                if (Contains(format))
                {
                    return format;
                }
            }

            return ImageFormat.Unknown;
        }
    }

    /// <summary>Adds a format.</summary>
    public void Add(ImageFormat format) => _bits |= 1U << (int)format;

    /// <summary>Takes a format out.</summary>
    public void Remove(ImageFormat format) => _bits &= ~(1U << (int)format);

    /// <summary>Whether a format is in it.</summary>
    public readonly bool Contains(ImageFormat format) => (_bits >> (int)format & 1) != 0;
}
