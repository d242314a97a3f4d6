namespace Airlock.Abi.Images;

/// <summary>
/// How many bytes of data an image may come to, so that a small one can't fill a disk. Honest images stay far below it.
/// </summary>
internal static class DataLimit
{
    private const ulong DefaultAmplification = 10_000;
    private const ulong AlwaysTaken = 1UL << 30;

    /// <param name="fileLength">Bytes of the image.</param>
    /// <param name="maxAmplification">
    /// Bytes of data for a byte of the image at most; 0: 10,000, or 1 GiB in all if that is more.
    /// </param>
    public static ulong Of(ulong fileLength, ulong maxAmplification)
    {
        ulong factor = maxAmplification != 0 ? maxAmplification : DefaultAmplification;
        ulong limit = fileLength > ulong.MaxValue / factor ? ulong.MaxValue : fileLength * factor;
        return maxAmplification == 0 && limit < AlwaysTaken ? AlwaysTaken : limit;
    }
}
