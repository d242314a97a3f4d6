using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Waits until one of two devices has something to say, without spinning for long.</summary>
internal static class CompletionWait
{
    /// <summary>
    /// Looks at the rings before giving up the processor: some tens of microseconds, about as long as the exit that
    /// follows costs. Longer would take time from the host's threads that do the work.
    /// </summary>
    public const int SpinLimit = 1000;

    /// <summary>Looks for a while; whether one of the devices has completed something.</summary>
    public static bool TrySpin<TPlatform>(
        ref VirtioBlockDriver<TPlatform> first, ref VirtioBlockDriver<TPlatform> second)
        where TPlatform : struct, IPlatform
    {
        for (int spin = 0; spin < SpinLimit; spin++)
        {
            if (first.HasCompletions || second.HasCompletions)
            {
                return true;
            }

            TPlatform.Pause();
        }

        return false;
    }

    /// <summary>
    /// Gives up the processor by one trapping read; the caller looks at both rings and comes back. With
    /// <paramref name="secondNext"/> the two devices take turns, so that it is noticed when either of them has died.
    /// </summary>
    public static void Yield<TPlatform>(
        ref VirtioBlockDriver<TPlatform> first, ref VirtioBlockDriver<TPlatform> second, ref bool secondNext)
        where TPlatform : struct, IPlatform
    {
        bool useSecond = second.IsBusy && (secondNext || !first.IsBusy);
        secondNext = !useSecond;
        if (useSecond)
        {
            second.Yield();
        }
        else
        {
            first.Yield();
        }
    }
}
