namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VDIs.</summary>
public static class VdiBuilder
{
    /// <summary>Where the map lies.</summary>
    public const int Map = 512;

    /// <summary>Where the blocks lie.</summary>
    public const int Data = 1024;

    /// <summary>A dynamic disk without a block.</summary>
    public static byte[] Dynamic(ulong size = 4 << 20)
    {
        byte[] image = new byte[Data];
        image.Bytes(0, "<<< test >>>\n"u8).Little32(64, 0xbeda107f).Little32(68, 0x10001).Little32(72, 400);
        image.Little32(76, 1).Little32(340, Map).Little32(344, Data).Little32(360, 512).Little64(368, size);
        image.Little32(376, 1 << 20).Little32(384, (uint)((size + (1 << 20) - 1) >> 20));
        for (int i = Map; i < Data; i++)
        {
            image[i] = 0xff;
        }

        return image;
    }
}
