using System.Diagnostics;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Named pipes, which .NET can't make.</summary>
internal static class Fifo
{
    public static string Create(string path)
    {
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
        return path;
    }
}
