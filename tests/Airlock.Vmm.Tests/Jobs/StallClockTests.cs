using Airlock.Vmm.Jobs;

namespace Airlock.Vmm.Tests.Jobs;

public class StallClockTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    [Fact]
    public void A_guest_without_a_sign_of_life_has_stalled_after_the_limit()
    {
        var clock = new StallClock(s_limit, _time);
        Assert.False(Idle(clock, s_limit - clock.Tick));
        Assert.True(Idle(clock, clock.Tick));
    }

    [Fact]
    public void Any_sign_of_life_starts_the_time_anew()
    {
        var clock = new StallClock(s_limit, _time);
        Assert.False(Idle(clock, s_limit - clock.Tick));
        Assert.False(Ask(clock, activity: 1));
        Assert.False(Idle(clock, s_limit - clock.Tick, activity: 1));
        Assert.True(Idle(clock, clock.Tick, activity: 1));
    }

    [Fact]
    public void A_process_that_was_suspended_for_an_hour_has_not_stalled()
    {
        var clock = new StallClock(s_limit, _time);
        Assert.False(Idle(clock, TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(clock.HasStalled(0));
        Assert.True(Idle(clock, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Without_a_limit_nothing_ever_stalls()
    {
        var clock = new StallClock(Timeout.InfiniteTimeSpan, _time);
        Assert.False(Idle(clock, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(30_000, 250)]
    [InlineData(2_000, 250)]
    [InlineData(800, 100)]
    [InlineData(8, 1)]
    [InlineData(1, 1)]
    public void It_is_asked_often_enough_for_its_limit_and_not_more(int limit, int tick) =>
        Assert.Equal(TimeSpan.FromMilliseconds(tick), new StallClock(TimeSpan.FromMilliseconds(limit), _time).Tick);

    /// <summary>Asks once a tick for some time, and gives the last answer.</summary>
    private bool Idle(StallClock clock, TimeSpan time, long activity = 0)
    {
        bool stalled = false;
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += clock.Tick)
        {
            stalled = Ask(clock, activity);
        }

        return stalled;
    }

    private bool Ask(StallClock clock, long activity)
    {
        _time.Advance(clock.Tick);
        return clock.HasStalled(activity);
    }
}
