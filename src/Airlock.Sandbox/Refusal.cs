using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Sandbox;

/// <summary>What to say when a right can't be given up.</summary>
internal static class Refusal
{
    public const string Advice = "pass --no-sandbox to run without";

    public static SandboxException OfKernel(string call) => OfKernel(call, Marshal.GetLastPInvokeError());

    public static SandboxException OfKernel(string call, int errno) => new(Errno.Shortage(errno) is { } shortage
        ? $"The sandbox can't be closed ({call}: {Errno.Name(errno)}): {shortage}."
        : $"The sandbox can't be closed, as the kernel refuses {call}: {Marshal.GetPInvokeErrorMessage(errno)}. Allow it where this runs, or {Advice}.");
}
