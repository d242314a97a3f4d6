namespace Airlock.Guest.Platform;

/// <summary>
/// Spins between looks at something that isn't ready, longer after each look in vain. There is no timer and nothing
/// that wakes the processor, so this spares the host exits, not the processor.
/// </summary>
public struct Backoff
{
    /// <summary>
    /// Looks in vain after which nothing will come any more: half a minute at the very least, as each is an exit of
    /// some 25 microseconds.
    /// </summary>
    public const uint Patience = 1 << 20;

    private const int MostDoublings = 6;

    /// <summary>Looks in vain so far.</summary>
    public uint Looks { get; private set; }

    /// <summary>PAUSEs until the next look, of which the first ones took <paramref name="first"/>.</summary>
    public readonly uint Spins(uint first) => first << (int)(Looks < MostDoublings ? Looks : MostDoublings);

    /// <summary>The most that <see cref="Spins"/> comes to.</summary>
    public static uint MostSpins(uint first) => first << MostDoublings;

    /// <summary>A look was in vain.</summary>
    public void LookedInVain() => Looks++;

    /// <summary>A look was in vain: spins until the next one.</summary>
    public void Pause<TPlatform>(uint first)
        where TPlatform : struct, IPlatform
    {
        for (uint spins = Spins(first); spins != 0; spins--)
        {
            TPlatform.Pause();
        }

        LookedInVain();
    }
}
