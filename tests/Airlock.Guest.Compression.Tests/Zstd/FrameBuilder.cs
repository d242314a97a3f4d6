namespace Airlock.Guest.Compression.Tests.Zstd;

/// <summary>A frame put together by hand (RFC 8878, 3.1.1), with mistakes where wanted.</summary>
internal sealed class FrameBuilder
{
    private readonly List<byte> _bytes = [0x28, 0xb5, 0x2f, 0xfd];

    /// <summary>With a window of 128 KiB and no content size.</summary>
    public static FrameBuilder Plain() => new FrameBuilder().Bytes(0x00, 0x38);

    public FrameBuilder Bytes(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public FrameBuilder Raw(byte[] content, bool isLast = true) => Block(0, content.Length, content, isLast);

    public FrameBuilder Repeat(byte value, int count, bool isLast = true) => Block(1, count, [value], isLast);

    public FrameBuilder Compressed(byte[] content, bool isLast = true) => Block(2, content.Length, content, isLast);

    public FrameBuilder Block(int type, int size, byte[] content, bool isLast = true)
    {
        int header = (size << 3) | (type << 1) | (isLast ? 1 : 0);
        return Bytes((byte)header, (byte)(header >> 8), (byte)(header >> 16)).Bytes(content);
    }

    public byte[] ToArray() => [.. _bytes];
}
