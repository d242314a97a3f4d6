using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>Whether two images hold the same: a line, or one JSON object.</summary>
internal static class ComparisonReport
{
    /// <summary>Whether the answer is that they do; <paramref name="isStrict"/>: disks of different sizes don't.</summary>
    public static bool IsSame(CompareResultMessage comparison, bool isStrict) =>
        comparison.Identical && !(isStrict && HaveDifferentSizes(comparison));

    /// <summary>Null where the run has no answer to show.</summary>
    public static string? Of(RunResult result, bool isStrict, bool json)
    {
        if (result is not { Outcome: RunOutcome.Succeeded, Comparison: { } comparison })
        {
            return null;
        }

        return json ? Json(comparison, isStrict)
            : !comparison.Identical ? $"The contents differ from byte {comparison.FirstMismatchOffset} on.\n"
            : !HaveDifferentSizes(comparison) ? "The contents are the same.\n"
            : isStrict ? "The sizes differ: behind the end of the shorter disk, the longer one is all zeroes.\n"
            : "The contents are the same, but for zeroes behind the end of the shorter disk.\n";
    }

    private static bool HaveDifferentSizes(CompareResultMessage comparison) =>
        (comparison.Flags & (uint)CompareFlag.SizesDiffer) != 0;

    private static string Json(CompareResultMessage comparison, bool isStrict) => JsonAnswer.Of(json =>
    {
        json.WriteBoolean("identical", IsSame(comparison, isStrict));
        if (!comparison.Identical)
        {
            json.WriteNumber("first-mismatch-offset", comparison.FirstMismatchOffset);
        }

        json.WriteNumber("bytes-compared", comparison.TotalBytesCompared);
        json.WriteBoolean("sizes-differ", HaveDifferentSizes(comparison));
    });
}
