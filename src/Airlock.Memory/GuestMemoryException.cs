namespace Airlock.Memory;

/// <summary>
/// The VMM itself has misused guest memory: stepped out of a view it had
/// checked. A guest can't cause this; what a guest asks for is refused by a return value.
/// </summary>
public sealed class GuestMemoryException : Exception
{
    /// <summary>Makes an exception without further words.</summary>
    public GuestMemoryException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was wrong, and what to do about it.</param>
    public GuestMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">What was wrong, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public GuestMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
