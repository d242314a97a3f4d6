using System.Diagnostics;
using Airlock.Vmm.Devices;

namespace Airlock.Vmm.Tests.Devices;

public class CompletionGateTests
{
    private const int Rounds = 200;

    /// <summary>Every wait that isn't woken takes 100 ms: this is what a quarter of the rounds would need.</summary>
    private static readonly TimeSpan s_manyTimeouts = TimeSpan.FromMilliseconds(Rounds / 4 * 100);

    private readonly CompletionGate _gate = new();

    [Fact]
    public void A_completion_between_the_entry_and_the_wait_is_not_lost() => AssertPrompt(() =>
    {
        _gate.Enter();
        _gate.Signal(1);
        _gate.Wait(1);
    });

    [Fact]
    public void A_completion_before_the_entry_ends_no_wait()
    {
        _gate.Signal(1);
        _gate.Enter();
        AssertHeld(requests: 1);
    }

    [Fact]
    public void A_wait_for_many_ends_with_the_last_of_them_however_they_come() => AssertPrompt(() =>
    {
        _gate.Enter();
        _gate.Signal(1);
        _gate.Signal(2);
        _gate.Wait(3);
    });

    [Fact]
    public void A_wait_for_many_is_not_ended_by_fewer()
    {
        _gate.Enter();
        _gate.Signal(2);
        AssertHeld(requests: 3);
    }

    [Fact]
    public void A_completion_during_the_wait_ends_it()
    {
        using var wait = new SemaphoreSlim(0);
        using var waited = new SemaphoreSlim(0);
        Runner guest = Runner.Start(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                wait.Wait();
                _gate.Wait(2);
                waited.Release();
            }
        });
        AssertPrompt(() =>
        {
            _gate.Enter();
            wait.Release();
            _gate.Signal(1);
            _gate.Signal(1);
            Assert.True(waited.Wait(TimeSpan.FromSeconds(30)), "The guest isn't let through.");
        });
        guest.AwaitEnd();
    }

    [Fact]
    public void Without_a_completion_the_wait_is_long_but_ends()
    {
        _gate.Enter();
        AssertHeld(requests: 1);
    }

    [Fact]
    public void It_is_in_use_from_the_entry_on_until_the_guest_stays_away()
    {
        Assert.False(_gate.IsInUse);
        _gate.Enter();
        long start = Stopwatch.GetTimestamp();
        bool isInUse = _gate.IsInUse;
        Assert.True(isInUse || Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(1));
        Assert.True(SpinWait.SpinUntil(() => !_gate.IsInUse, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void An_open_gate_holds_nobody()
    {
        _gate.Open();
        AssertPrompt(() => _gate.Wait(1));
    }

    [Fact]
    public void Opening_ends_a_wait_that_has_begun()
    {
        Runner guest = Runner.Start(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                _gate.Wait(1);
            }
        });
        guest.AwaitWaiting();
        long start = Stopwatch.GetTimestamp();
        _gate.Open();
        guest.AwaitEnd();
        Assert.True(Stopwatch.GetElapsedTime(start) < s_manyTimeouts);
    }

    /// <summary>A wait with nothing to end it: at least most of the time that a read may be held.</summary>
    private void AssertHeld(long requests)
    {
        long start = Stopwatch.GetTimestamp();
        _gate.Wait(requests);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(30));
    }

    private static void AssertPrompt(Action round)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
        {
            round();
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < s_manyTimeouts, "Waits end by their timeout.");
    }
}
