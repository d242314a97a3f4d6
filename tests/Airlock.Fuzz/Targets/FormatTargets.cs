using Airlock.Fuzz.Engine;
using Airlock.Guest.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Fuzz.Targets;

/// <summary>A target for detection, and one for each format whose header is read.</summary>
internal static class FormatTargets
{
    private static readonly Func<int, byte[]>[] s_any =
    [
        Qcow2, VmdkOf, _ => VmdkBuilder.Stream(), _ => VmdkBuilder.Alone(VmdkBuilder.Text()),
        _ => VhdBuilder.Fixed(), VhdOf, Vdi,
        _ => RawBuilder.Blank().WithMbr(), _ => RawBuilder.Blank().WithGpt(), _ => RawBuilder.Blank().WithIso(),
        _ => RawBuilder.Blank(),
    ];

    public static IFuzzTarget Detection() =>
        new FormatTarget(ImageFormat.Unknown, kind => s_any[kind % s_any.Length](kind), image => image);

    public static IFuzzTarget Qcow2Image() => new FormatTarget(ImageFormat.Qcow2, Qcow2, image => image);

    public static IFuzzTarget Vmdk() => new FormatTarget(ImageFormat.Vmdk, VmdkOf, image => image);

    public static IFuzzTarget Vhd() => new FormatTarget(ImageFormat.Vhd, VhdOf, VhdBuilder.Seal);

    public static IFuzzTarget Vhdx() =>
        new FormatTarget(ImageFormat.Vhdx, VhdxOf, VhdxBuilder.Seal);

    public static IFuzzTarget Vdi() => new FormatTarget(ImageFormat.Vdi, Vdi, image => image);

    private static byte[] Vdi(int kind) => (kind % 3) switch
    {
        0 => VdiBuilder.Dynamic(),
        1 => VdiBuilder.CutShort(),
        _ => VdiBuilder.WithBlocks(5 << 20, 3, 2, uint.MaxValue, 1, 0),
    };

    private static byte[] VmdkOf(int kind) => (kind % 4) switch
    {
        0 => VmdkBuilder.Sparse(),
        1 => VmdkBuilder.Stream(),
        2 => VmdkBuilder.StreamWithGrains(5, 2),
        _ => VmdkBuilder.WithGrains(2, VmdkBuilder.GrainAt(1), 1, 0, 0, 0, VmdkBuilder.GrainAt(0)),
    };

    private static byte[] VhdOf(int kind) => (kind % 3) switch
    {
        0 => VhdBuilder.Dynamic(),
        1 => VhdBuilder.Dynamic(type: 4),
        _ => VhdBuilder.WithBlocks(20 << 10, 4096, 2, -1, 1, 0, -1, -1),
    };

    private static byte[] VhdxOf(int kind) => kind % 2 == 0
        ? VhdxBuilder.Dynamic()
        : VhdxBuilder.WithBlocks(6 << 20, 2, VhdxBuilder.Present(1), 2, 0, VhdxBuilder.Present(0));

    private static byte[] Qcow2(int kind) => new Qcow2Model(new Random(kind)).Build();
}
