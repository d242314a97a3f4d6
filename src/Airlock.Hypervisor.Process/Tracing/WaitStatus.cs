namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>What became of a traced process, as wait4(2) tells it.</summary>
/// <param name="value">The status word.</param>
internal readonly struct WaitStatus(int value)
{
    private const int Stopped = 0x7f;

    /// <summary>It stands still, with a signal that it hasn't got yet; otherwise it is gone.</summary>
    public bool IsStopped => (value & 0xff) == Stopped;

    /// <summary>Of one that stands still.</summary>
    public int StopSignal => (value >> 8) & 0xff;

    /// <summary>Of one that is gone: what ended it, or 0.</summary>
    public int EndSignal => value & 0x7f;

    /// <summary>Of one that ended by itself.</summary>
    public int ExitCode => (value >> 8) & 0xff;
}
