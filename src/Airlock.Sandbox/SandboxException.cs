namespace Airlock.Sandbox;

/// <summary>A right could not be given up. The message says which and what to do about it.</summary>
public sealed class SandboxException : Exception
{
    internal SandboxException(string message)
        : base(message)
    {
    }
}
