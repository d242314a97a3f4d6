using System.Runtime.InteropServices;

namespace Airlock.Sandbox;

/// <summary>What to say when a right can't be given up.</summary>
internal static class Refusal
{
    public const string Advice = "pass --no-sandbox to run without";

    public static SandboxException OfKernel(string call) => OfKernel(call, Marshal.GetLastPInvokeError());

    public static SandboxException OfKernel(string call, int errno) => new(
        $"The sandbox can't be closed, as the kernel refuses {call}: {Marshal.GetPInvokeErrorMessage(errno)}. Allow it where this runs, or {Advice}.");
}
