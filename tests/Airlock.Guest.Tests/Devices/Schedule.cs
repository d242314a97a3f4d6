using System;

namespace Airlock.Guest.Tests.Devices;

/// <summary>When a fake device completes which of its pending requests.</summary>
internal abstract class Schedule
{
    /// <summary>Everything at once, in order, as soon as it is notified.</summary>
    public static Schedule Immediate => new Ordered(onTrapOnly: false);

    /// <summary>Everything in order, but only when the guest has given up spinning.</summary>
    public static Schedule OnTrap => new Ordered(onTrapOnly: true);

    /// <summary>One request a trap, the youngest first.</summary>
    public static Schedule OneByOneBackwards => new Backwards();

    /// <summary>Never.</summary>
    public static Schedule Never => new Dead();

    /// <summary>Now and then, some, in any order.</summary>
    public static Schedule Random(int seed) => new Erratic(seed);

    /// <summary>The pending request to complete next, or a negative number for none now.</summary>
    public abstract int Pick(PumpReason reason, int pending, int completed);

    private sealed class Ordered(bool onTrapOnly) : Schedule
    {
        public override int Pick(PumpReason reason, int pending, int completed) =>
            onTrapOnly && reason != PumpReason.Trapped ? -1 : 0;
    }

    private sealed class Backwards : Schedule
    {
        public override int Pick(PumpReason reason, int pending, int completed) =>
            reason == PumpReason.Trapped && completed == 0 ? pending - 1 : -1;
    }

    private sealed class Dead : Schedule
    {
        public override int Pick(PumpReason reason, int pending, int completed) => -1;
    }

    private sealed class Erratic(int seed) : Schedule
    {
        private readonly Random _random = new(seed);

        public override int Pick(PumpReason reason, int pending, int completed)
        {
            bool must = reason == PumpReason.Trapped && completed == 0;
            int odds = reason == PumpReason.Paused ? 100 : 3;
            return must || _random.Next(odds) == 0 ? _random.Next(pending) : -1;
        }
    }
}
