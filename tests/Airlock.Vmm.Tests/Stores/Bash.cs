using System.Diagnostics;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Does with files what .NET can't.</summary>
internal static class Bash
{
    public static void Run(string script)
    {
        using Process bash = Process.Start("bash", ["-ec", script]);
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
    }
}
