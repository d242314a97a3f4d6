namespace Airlock.TestReport;

/// <summary>The list of reasons to skip a test that are no fault: a line each, which may end with *.</summary>
/// <remarks>Lines that begin with # or a space, which say why, and empty ones aren't reasons.</remarks>
internal sealed class AcceptedSkips(IEnumerable<string> lines)
{
    private readonly string[] _patterns = [.. lines.Where(line => line.Length > 0 && line[0] is not ('#' or ' '))];

    public bool Contains(string reason) => _patterns.Any(pattern => pattern.EndsWith('*')
        ? reason.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : reason == pattern);
}
