using Airlock.Fuzz.Engine;

namespace Airlock.Fuzz.Targets;

/// <summary>The targets by name.</summary>
internal static class TargetList
{
    private static readonly Dictionary<string, Func<IFuzzTarget>> s_targets = new()
    {
        ["devices"] = () => new DevicesTarget(),
        ["console"] = () => new ConsoleTarget(),
        ["ring"] = () => new RingTarget(),
        ["frames"] = () => new FramesTarget(),
        ["elf"] = () => new ElfTarget(),
        ["inflate"] = () => new InflateTarget(),
        ["zstd"] = () => new ZstdTarget(),
        ["instructions"] = () => new InstructionsTarget(),
        ["formats"] = FormatTargets.Detection,
        ["qcow2"] = FormatTargets.Qcow2Image,
        ["vmdk"] = FormatTargets.Vmdk,
        ["vhd"] = FormatTargets.Vhd,
        ["vhdx"] = FormatTargets.Vhdx,
        ["vdi"] = FormatTargets.Vdi,
    };

    public static IEnumerable<string> Names => s_targets.Keys;

    public static Func<IFuzzTarget> Of(string name) => s_targets[name];
}
