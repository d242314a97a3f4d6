using Airlock.Guest.Programs;

namespace Airlock.Image.Contents;

/// <summary>
/// Progress marks of work that may go on for long without a request: near enough to each other that nobody takes it for
/// stalled, however large the disk is.
/// </summary>
internal static class SteadyMarks
{
    /// <summary>256 MiB: less than a second's work, and some on a slow machine.</summary>
    private const ulong LongestStep = (256 << 20) / 512;

    private const ulong DefaultMarkCount = 100;

    /// <summary>The marks of so many sectors.</summary>
    /// <param name="total">Sectors.</param>
    /// <param name="step">Sectors between two marks; 0 for the default.</param>
    public static ProgressMarks Of(ulong total, ulong step)
    {
        bool isFar = step == 0 ? total / DefaultMarkCount >= LongestStep : step > LongestStep;
        return new ProgressMarks(total, isFar ? LongestStep : step);
    }
}
