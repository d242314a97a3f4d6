namespace Airlock.Cli;

/// <summary>Descriptors that are open in any case: launch.c has filled gaps among them.</summary>
internal static class StandardStreams
{
    /// <summary>File descriptor 1.</summary>
    public const int StandardOutput = 1;

    /// <summary>File descriptor 2.</summary>
    public const int StandardError = 2;
}
