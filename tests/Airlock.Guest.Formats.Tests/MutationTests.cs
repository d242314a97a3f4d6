using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Guest.Formats.Tests;

/// <summary>
/// Each number of each header set to border values: never an exception, a read outside of the file, an endless walk or
/// an unbounded number of reads; InspectedImage looks at the rest.
/// </summary>
public class MutationTests
{
    private const ulong MaxBytesRead = 16 << 20;

    private static readonly ulong[] s_values =
    [
        0, 1, 2, 7, 8, 9, 22, 31, 32, 63, 64, 255, 511, 512, 513, 4095, 4096, 65535, 65536, 1 << 20, (1 << 21) + 1,
        int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, (1UL << 62) | 4096, long.MaxValue, 1UL << 63,
        ulong.MaxValue - 511, ulong.MaxValue,
    ];

    private static readonly Dictionary<string, Subject> s_images = new()
    {
        ["qcow2"] = new(Qcow2(3), image => image, [0, 3 << 12, 4 << 12]),
        ["qcow2, version 2"] = new(Qcow2(2), image => image, [0, 3 << 12, 4 << 12]),
        ["vmdk, sparse"] = new(VmdkBlocks(), image => image, [0, VmdkBuilder.Directory, VmdkBuilder.Directory + 512]),
        ["vmdk, stream"] = new(
            VmdkBuilder.StreamWithGrains(1), image => image, [0, VmdkBuilder.Directory, 128 * 512, 129 * 512]),
        ["vhd"] = new(VhdBlocks(), VhdBuilder.Seal, [0, 512, VhdBuilder.Table]),
        ["vdi"] = new(VdiBuilder.CutShort(), image => image, [0, 256, VdiBuilder.Map]),
        ["gpt"] = new(RawBuilder.Blank().WithGpt(), image => image, [384, 512]),
    };

    public static TheoryData<string> Images => [.. s_images.Keys];

    [Theory]
    [MemberData(nameof(Images))]
    public void A_number_out_of_its_range_is_refused_or_harmless(string name)
    {
        const int Covered = 192;
        (byte[] image, Func<byte[], byte[]> seal, int[] regions) = s_images[name];
        foreach (int offset in regions.SelectMany(region => Enumerable.Range(region, Covered)).Where(at => at % 4 == 0))
        {
            foreach (ulong value in s_values)
            {
                Check(seal([.. image]).Big32(offset, (uint)value), seal);
                Check(seal([.. image]).Big64(offset, value), seal);
                Check(seal([.. image]).Little32(offset, (uint)value), seal);
                Check(seal([.. image]).Little64(offset, value), seal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_file_that_ends_anywhere_is_refused_or_harmless(string name)
    {
        byte[] image = s_images[name].Image;
        for (int length = 0; length < image.Length; length += length < 1024 ? 1 : 509)
        {
            Check(image.Cut(length), cut => cut);
        }
    }

    [Fact]
    public void A_vhdx_with_numbers_out_of_their_range_is_refused_or_harmless()
    {
        byte[] image = VhdxBuilder.WithBlocks(64 << 20, 1, VhdxBuilder.Present(0), 2);
        int[] offsets =
        [
            .. Enumerable.Range(12, 16).Select(i => VhdxBuilder.Header + (4 * i)),
            .. Enumerable.Range(2, 18).Select(i => VhdxBuilder.Regions + (4 * i)),
            .. Enumerable.Range(0, 40).Select(i => VhdxBuilder.Metadata + (4 * i)),
            .. Enumerable.Range(0, 4).Select(i => VhdxBuilder.Bat + (4 * i)),
            .. Enumerable.Range(0, 8).Select(i => VhdxBuilder.Items + (4 * i)),
        ];
        ulong[] values = [0, 1, 511, 1 << 20, int.MaxValue, uint.MaxValue, 1UL << 63, ulong.MaxValue];
        foreach (int offset in offsets)
        {
            byte[] before = image.AsSpan(offset, 8).ToArray();
            foreach (ulong value in values)
            {
                Check(image.Little64(offset, value), VhdxBuilder.Seal);
                image.Bytes(offset, before);
            }
        }
    }

    private static byte[] VmdkBlocks() => VmdkBuilder.WithGrains(1, 0, VmdkBuilder.GrainAt(0), 1);

    private static byte[] VhdBlocks() => VhdBuilder.WithBlocks(20 << 10, 4096, 2, -1, 1, 0, -1, -1);

    private static byte[] Qcow2(uint version) => new Qcow2Builder { Version = version }
        .Data(0, "x"u8).Compressed(1, "y"u8).Data(5, "z"u8).Build();

    private static void Check(byte[] changed, Func<byte[], byte[]> seal)
    {
        InspectedImage image = InspectedImage.Of(seal(changed));
        Assert.InRange(image.Use.BytesRead, 0u, MaxBytesRead);
        image.Walk();
    }

    /// <summary>An image, what puts its checksums right, and where its numbers are.</summary>
    private sealed record Subject(byte[] Image, Func<byte[], byte[]> Seal, int[] Regions);
}
