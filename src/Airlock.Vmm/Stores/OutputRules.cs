namespace Airlock.Vmm.Stores;

/// <summary>What may become of a file that stands in the output's place.</summary>
/// <param name="InPlace">Whether it is written into, rather than replaced.</param>
/// <param name="Force">Whether that may happen to one that is write-protected, or to whose owner it would be lost.</param>
internal readonly record struct OutputRules(bool InPlace, bool Force);
