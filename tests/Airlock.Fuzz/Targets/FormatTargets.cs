using Airlock.Fuzz.Engine;
using Airlock.Guest.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.Fuzz.Targets;

/// <summary>A target for detection, and one for each format whose header is read.</summary>
internal static class FormatTargets
{
    private static readonly Func<int, byte[]>[] s_any =
    [
        Qcow2, _ => VmdkBuilder.Sparse(), _ => VmdkBuilder.Stream(), _ => VmdkBuilder.Alone(VmdkBuilder.Text()),
        _ => VhdBuilder.Fixed(), _ => VhdBuilder.Dynamic(), _ => VdiBuilder.Dynamic(),
        _ => RawBuilder.Blank().WithMbr(), _ => RawBuilder.Blank().WithGpt(), _ => RawBuilder.Blank().WithIso(),
        _ => RawBuilder.Blank(),
    ];

    public static IFuzzTarget Detection() =>
        new FormatTarget(ImageFormat.Unknown, kind => s_any[kind % s_any.Length](kind), image => image);

    public static IFuzzTarget Qcow2Image() => new FormatTarget(ImageFormat.Qcow2, Qcow2, image => image);

    public static IFuzzTarget Vmdk() => new FormatTarget(
        ImageFormat.Vmdk, kind => kind % 2 == 0 ? VmdkBuilder.Sparse() : VmdkBuilder.Stream(), image => image);

    public static IFuzzTarget Vhd() => new FormatTarget(
        ImageFormat.Vhd, kind => VhdBuilder.Dynamic(type: (uint)(3 + (kind % 2))), VhdBuilder.Seal);

    public static IFuzzTarget Vhdx() =>
        new FormatTarget(ImageFormat.Vhdx, _ => VhdxBuilder.Dynamic(), VhdxBuilder.Seal);

    public static IFuzzTarget Vdi() => new FormatTarget(ImageFormat.Vdi, _ => VdiBuilder.Dynamic(), image => image);

    private static byte[] Qcow2(int kind) => new Qcow2Model(new Random(kind)).Build();
}
