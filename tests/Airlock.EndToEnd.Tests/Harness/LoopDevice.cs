namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>A block device over a file, for as long as a test takes.</summary>
internal sealed class LoopDevice : IDisposable
{
    private bool _isDetached;

    private LoopDevice(string path)
    {
        Path = path;
    }

    public string Path { get; }

    public static LoopDevice Attach(string file, params string[] options)
    {
        ProgramResult result = RunningProgram.Start("losetup", ["--find", "--show", .. options, file]).Wait();
        Skip.IfNot(result.ExitCode == 0, $"No loop device can be had: {result.Error}");
        return new LoopDevice(result.OutputLines[0]);
    }

    /// <summary>Once: somebody else may have the same device afterwards.</summary>
    public void Dispose()
    {
        if (!_isDetached)
        {
            _isDetached = true;
            RunningProgram.Start("losetup", ["--detach", Path]).Wait();
        }
    }
}
