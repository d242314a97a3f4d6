namespace Airlock.Guest.Virtio;

/// <summary>How much is asked for at a time.</summary>
public static class ExtentAnswer
{
    /// <summary>Entries of an answer.</summary>
    public const uint Count = 64;
}
