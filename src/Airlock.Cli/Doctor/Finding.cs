namespace Airlock.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What to do about it; null if there is nothing to do.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Value, string? Advice = null)
{
    public static Finding Ok(string check, string value) => new(check, FindingStatus.Ok, value);

    /// <summary>Good, or worth a note.</summary>
    public static Finding Wanted(string check, bool isThere, string value, string otherwise, string advice) => isThere
        ? Ok(check, value)
        : new Finding(check, FindingStatus.Note, otherwise, advice);

    /// <summary>Good, or the end of it.</summary>
    public static Finding Needed(string check, bool isThere, string value, string otherwise, string advice) => isThere
        ? Ok(check, value)
        : new Finding(check, FindingStatus.Missing, otherwise, advice);
}
