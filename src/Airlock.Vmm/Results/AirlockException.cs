namespace Airlock.Vmm.Results;

/// <summary>A machine could not be started. The message says what happened and what to do about it.</summary>
public sealed class AirlockException : Exception
{
    internal AirlockException(AirlockError error, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Error = error;
    }

    /// <summary>What kind of obstacle it was.</summary>
    public AirlockError Error { get; }
}
