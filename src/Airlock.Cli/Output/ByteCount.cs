using System.Globalization;

namespace Airlock.Cli.Output;

/// <summary>A number of bytes for a person: exact, and in the largest unit that leaves a number of at least one.</summary>
internal static class ByteCount
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Such as "10737418240 bytes (10 GiB)".</summary>
    public static string Of(ulong bytes)
    {
        string exact = string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
        if (bytes < 1024)
        {
            return exact;
        }

        int unit = -1;
        double amount = bytes;
        while (amount >= 1024 && unit < s_units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{exact} ({amount:0.##} {s_units[unit]})");
    }
}
