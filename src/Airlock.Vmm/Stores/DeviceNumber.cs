using System.Globalization;

namespace Airlock.Vmm.Stores;

/// <summary>The number of a device, or of the one that a file system lies on (makedev(3)).</summary>
internal readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>From a dev_t of the kernel's for user space: the minor number's upper bits stand above the major's.</summary>
    public static DeviceNumber FromPacked(ulong packed) => new(
        (uint)((packed >> 8) & 0xfff) | (uint)((packed >> 32) & 0xffff_f000),
        (uint)(packed & 0xff) | (uint)((packed >> 12) & 0xffff_ff00));

    /// <summary>As sysfs has it, such as "8:1"; false for anything else.</summary>
    public static bool TryParse(string text, out DeviceNumber number)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        uint minor = 0;
        bool isNumber = TryParse(text.AsSpan(0, Math.Max(colon, 0)), out uint major) && TryParse(text.AsSpan(colon + 1), out minor);
        number = isNumber ? new DeviceNumber(major, minor) : default;
        return isNumber;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out uint number) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public override string ToString() => $"{Major}:{Minor}";
}
