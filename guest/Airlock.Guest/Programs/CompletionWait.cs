using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>Waits until a device, or one of two, has something to say, without spinning for long.</summary>
public struct CompletionWait
{
    /// <summary>
    /// Looks at the rings at first before leaving the guest, where the exit that follows isn't a wait: some tens of
    /// microseconds, about as long as it costs. Longer would take time from the host's threads that do the work.
    /// </summary>
    public const uint SpinLimit = 1000;

    private readonly CompletionMode _mode;
    private readonly uint _patience;
    private Backoff _backoff;
    private bool _secondNext;

    /// <summary>
    /// Waits for devices that were set up with <paramref name="mode"/>, and gives up after <paramref name="patience"/>
    /// registers read in vain.
    /// </summary>
    public CompletionWait(CompletionMode mode, uint patience)
    {
        _mode = mode;
        _patience = patience;
        _backoff = default;
        _secondNext = false;
    }

    /// <summary>
    /// Looks for a while; whether one of the devices has completed something. An exit that is a wait comes after one look: it
    /// takes until there is much to do at once. One that isn't comes less and less often.
    /// </summary>
    public bool TrySpin<TPlatform>(
        ref VirtioBlockDriver<TPlatform> first, ref VirtioBlockDriver<TPlatform> second)
        where TPlatform : struct, IPlatform
    {
        for (uint spin = Spins; spin != 0; spin--)
        {
            if (first.HasCompletions || second.HasCompletions)
            {
                _backoff = default;
                return true;
            }

            TPlatform.Pause();
        }

        return false;
    }

    /// <summary>The same for a single device.</summary>
    public bool TrySpin<TPlatform>(ref VirtioBlockDriver<TPlatform> only)
        where TPlatform : struct, IPlatform
    {
        for (uint spin = Spins; spin != 0; spin--)
        {
            if (only.HasCompletions)
            {
                _backoff = default;
                return true;
            }

            TPlatform.Pause();
        }

        return false;
    }

    /// <summary>
    /// Reads a register of one of the devices; the caller looks at both rings and comes back. The two take turns, so
    /// that it is noticed when either of them has died. Those that keep silent for too long are given up.
    /// </summary>
    public void Yield<TPlatform>(
        ref VirtioBlockDriver<TPlatform> first, ref VirtioBlockDriver<TPlatform> second)
        where TPlatform : struct, IPlatform
    {
        bool useSecond = second.IsBusy && (_secondNext || !first.IsBusy);
        _secondNext = !useSecond;
        if (_backoff.Looks >= _patience)
        {
            GiveUp(ref first);
            GiveUp(ref second);
        }
        else if (useSecond)
        {
            second.Yield();
        }
        else
        {
            first.Yield();
        }

        _backoff.LookedInVain();
    }

    /// <summary>The same for a single device.</summary>
    public void Yield<TPlatform>(ref VirtioBlockDriver<TPlatform> only)
        where TPlatform : struct, IPlatform
    {
        if (_backoff.Looks >= _patience)
        {
            GiveUp(ref only);
        }
        else
        {
            only.Yield();
        }

        _backoff.LookedInVain();
    }

    private readonly uint Spins => _mode == CompletionMode.Polled ? _backoff.Spins(SpinLimit) : 1;

    private static void GiveUp<TPlatform>(ref VirtioBlockDriver<TPlatform> driver)
        where TPlatform : struct, IPlatform
    {
        if (driver.IsBusy)
        {
            driver.GiveUp();
        }
    }
}
