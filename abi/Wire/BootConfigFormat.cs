namespace Airlock.Abi.Wire;

/// <summary>The boot configuration: one frame that holds a VmmConfig, in a page of its own.</summary>
internal static class BootConfigFormat
{
    /// <summary>Header and payload together: the page that the memory map gives it.</summary>
    public const int MaxFrameLength = 0x1000;
}
