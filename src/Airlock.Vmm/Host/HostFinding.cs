namespace Airlock.Vmm.Host;

/// <summary>One thing of this host that was looked at.</summary>
/// <param name="Check">What was looked at, such as "machine: kvm".</param>
/// <param name="Status">What it means for a run.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What to do about it, as a sentence; null if there is nothing to do.</param>
public sealed record HostFinding(string Check, HostStatus Status, string Value, string? Advice = null)
{
    internal static HostFinding Ok(string check, string value) => new(check, HostStatus.Ok, value);

    /// <summary>Good, or worth a note.</summary>
    internal static HostFinding Wanted(string check, bool isThere, string value, string advice) => isThere
        ? Ok(check, value)
        : new HostFinding(check, HostStatus.Note, value, advice);

    /// <summary>Good, or the end of it.</summary>
    internal static HostFinding Needed(string check, bool isThere, string value, string advice) => isThere
        ? Ok(check, value)
        : new HostFinding(check, HostStatus.Missing, value, advice);
}
