using System.Diagnostics;
using System.Globalization;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>What proc(5) tells of the worker of a program under way.</summary>
internal sealed class WorkerStatus
{
    private readonly int _id;

    private WorkerStatus(int id)
    {
        _id = id;
    }

    /// <summary>NAME=VALUE, each.</summary>
    public string[] Environment => File.ReadAllText($"/proc/{_id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The fields of each thread's status.</summary>
    public IReadOnlyList<Dictionary<string, string>> Threads =>
    [
        .. Directory.GetDirectories($"/proc/{_id}/task").Select(thread => File.ReadLines($"{thread}/status")
            .Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim())),
    ];

    /// <summary>Whether it has ended, even if nobody has asked for its status yet.</summary>
    public bool IsGone => !File.Exists($"/proc/{_id}/stat")
        || File.ReadAllText($"/proc/{_id}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>Of a program that has reported progress: then the worker is shut in.</summary>
    public static WorkerStatus Of(RunningProgram program)
    {
        Privileges.SkipUnlessRoot(); // a worker shows itself to nobody else
        program.WaitForProgress();
        int id = Find(program);
        Assert.NotEqual(0, id);
        return new WorkerStatus(id);
    }

    /// <summary>The number of its only child; 0 if there is none.</summary>
    public static int Find(RunningProgram program)
    {
        string children = File.ReadAllText($"/proc/{program.Id}/task/{program.Id}/children").Trim();
        return children.Length == 0 ? 0 : int.Parse(children, CultureInfo.InvariantCulture);
    }

    /// <summary>What its descriptors stand for; files without a name that lie in a folder are "output".</summary>
    public IEnumerable<string> OpenFiles(string folder) => Directory.GetFiles($"/proc/{_id}/fd")
        .Select(link => new FileInfo(link).LinkTarget!)
        .Select(target => target.StartsWith("socket:", StringComparison.Ordinal) ? "socket"
            : target.StartsWith("/memfd:", StringComparison.Ordinal) ? target
            : target.EndsWith(" (deleted)", StringComparison.Ordinal) || target.StartsWith($"{folder}/#", StringComparison.Ordinal)
                || target.StartsWith("/dev/shm/#", StringComparison.Ordinal) || target.StartsWith("/#", StringComparison.Ordinal) ? "output"
            : target);

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(kill.WaitForExit(TestTime.Scale(TimeSpan.FromSeconds(60))));
        Assert.Equal(0, kill.ExitCode);
    }
}
