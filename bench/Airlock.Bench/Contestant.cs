namespace Airlock.Bench;

/// <summary>A command line to be measured.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Command">The program's path, and its arguments.</param>
internal sealed record Contestant(string Name, params IReadOnlyList<string> Command)
{
    /// <summary>Command lines that run at the same time, and are measured with it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Beside { get; init; } = [];

    /// <summary>With which exit code it succeeds.</summary>
    public int SuccessCode { get; init; }

    /// <summary>Whether it is a job of ours, which can be asked for its counters.</summary>
    public bool IsJob { get; init; }

    public override string ToString() => string.Join(' ', Command);
}
