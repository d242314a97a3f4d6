using Airlock.Sandbox.Processes;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Sandbox.Tests;

/// <summary>One attempt, in a process of its own.</summary>
internal sealed class AttemptRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"airlock-attempt-{Guid.NewGuid():N}");
    private readonly SafeFileHandle _file;

    public AttemptRun()
    {
        File.WriteAllBytes(_path, new byte[4096]);
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    /// <summary>Starts the program, which then waits for a file.</summary>
    public static ChildProcess Start(string mode, string name) => ChildProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "native", "attempts"),
        ["attempts", mode, name],
        ["DOTNET_GCHeapHardLimit=6000000"]);

    /// <returns>What came of it: 0, or the error number; or the signal that ended the process.</returns>
    public (int? Result, int? Signal) Make(string mode, string name)
    {
        using ChildProcess child = Start(mode, name);
        child.Channel.Send([1], _file);
        byte[] result = new byte[sizeof(int)];
        return child.Channel.ReceiveExactly(result)
            ? (BitConverter.ToInt32(result), null)
            : (null, child.WaitForEnd(s_patience));
    }
}
