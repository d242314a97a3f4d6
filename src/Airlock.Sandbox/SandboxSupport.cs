using Airlock.Interop;
using Airlock.Sandbox.Seccomp;

namespace Airlock.Sandbox;

/// <summary>What this host offers to a process that wants to shut itself in.</summary>
public static class SandboxSupport
{
    /// <summary>The kernel's version of Landlock; 0 if it has none, or has it switched off.</summary>
    public static int LandlockVersion => Landlock.Version;

    /// <summary>Whether the kernel has seccomp.</summary>
    public static bool HasSeccomp => LibC.prctl(LibC.PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;

    /// <summary>Whether libseccomp can be loaded.</summary>
    public static bool HasLibseccomp => SeccompLibrary.IsPresent;

    /// <summary>The name of a system call, as libseccomp knows it.</summary>
    /// <param name="number">Its number on x86-64; of any kind.</param>
    /// <returns>Null if it isn't known.</returns>
    public static string? NameOfSystemCall(int number) => HasLibseccomp ? SeccompLibrary.ResolveNumber(number) : null;
}
