namespace Airlock.Memory;

/// <summary>This host can't give what a machine needs. The message says what is missing and what to do about it.</summary>
public sealed class HostException : Exception
{
    /// <param name="message">A sentence.</param>
    /// <param name="innerException">What the host said.</param>
    public HostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
