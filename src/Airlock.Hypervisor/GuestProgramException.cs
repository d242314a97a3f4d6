namespace Airlock.Hypervisor;

/// <summary>A program doesn't fit the machine. The message says why and what to do about it.</summary>
public sealed class GuestProgramException : Exception
{
    /// <param name="message">A sentence.</param>
    public GuestProgramException(string message)
        : base(message)
    {
    }
}
