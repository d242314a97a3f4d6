using System;
using System.Buffers.Binary;

namespace Airlock.Testing.Formats;

/// <summary>Changes to the bytes of an image.</summary>
public static class ImageBytes
{
    /// <summary>Puts a number of 16 bits, highest byte first.</summary>
    public static byte[] Big16(this byte[] image, int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts a number of 32 bits, highest byte first.</summary>
    public static byte[] Big32(this byte[] image, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts a number of 64 bits, highest byte first.</summary>
    public static byte[] Big64(this byte[] image, int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts a number of 16 bits, lowest byte first.</summary>
    public static byte[] Little16(this byte[] image, int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts a number of 32 bits, lowest byte first.</summary>
    public static byte[] Little32(this byte[] image, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts a number of 64 bits, lowest byte first.</summary>
    public static byte[] Little64(this byte[] image, int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(offset), value);
        return image;
    }

    /// <summary>Puts bytes.</summary>
    public static byte[] Bytes(this byte[] image, int offset, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(image.AsSpan(offset));
        return image;
    }

    /// <summary>The first bytes.</summary>
    public static byte[] Cut(this byte[] image, int length) => image.AsSpan(0, length).ToArray();

    /// <summary>The image with bytes behind it.</summary>
    public static byte[] Then(this byte[] image, ReadOnlySpan<byte> bytes) => [.. image, .. bytes];
}
