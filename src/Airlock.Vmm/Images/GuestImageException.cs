namespace Airlock.Vmm.Images;

/// <summary>A file that should be a guest image is none, or doesn't fit the machine. The message says why.</summary>
public sealed class GuestImageException : Exception
{
    internal GuestImageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
