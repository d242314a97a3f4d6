namespace Airlock.Vmm.Devices;

/// <summary>What the devices are called in messages and in the boot configuration.</summary>
internal static class DeviceNames
{
    public const string Input = "input";
    public const string Output = "output";
    public const string Second = "second";
    public const string Console = "console";
    public const string Ring = "ring";
}
