namespace Airlock.Bench;

/// <summary>What was measured in one part, with how.</summary>
internal sealed record PartResult
{
    public required BenchPart Part { get; init; }

    /// <summary>What the guest ran in. The first results don't say so: there was nothing but KVM.</summary>
    public MachineKind Kind { get; init; } = MachineKind.Kvm;

    /// <summary>What measures it again.</summary>
    public string Command { get; init; } = string.Empty;

    /// <summary>Bytes of the input.</summary>
    public required long Bytes { get; init; }

    public required int Rounds { get; init; }

    public required IReadOnlyList<RowResult> Rows { get; init; }

    /// <summary>What a reader has to know beside the figures, in sentences; what was left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The computer.</summary>
    public string Machine { get; init; } = string.Empty;

    /// <summary>The day, as 2026-01-31.</summary>
    public string Date { get; init; } = string.Empty;
}
