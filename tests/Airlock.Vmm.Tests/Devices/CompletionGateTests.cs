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
    public void A_completion_before_the_wait_is_not_lost() => AssertPrompt(() =>
    {
        _gate.Signal();
        _gate.Wait();
    });

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
                _gate.Wait();
                waited.Release();
            }
        });
        AssertPrompt(() =>
        {
            wait.Release();
            _gate.Signal();
            Assert.True(waited.Wait(TimeSpan.FromSeconds(30)), "The guest isn't let through.");
        });
        guest.AwaitEnd();
    }

    [Fact]
    public void Several_completions_end_one_wait()
    {
        _gate.Signal();
        _gate.Signal();
        _gate.Wait();
        AssertHeld();
    }

    [Fact]
    public void Without_a_completion_the_wait_is_long_but_ends() => AssertHeld();

    [Fact]
    public void An_open_gate_holds_nobody()
    {
        _gate.Open();
        AssertPrompt(_gate.Wait);
    }

    [Fact]
    public void Opening_ends_a_wait_that_has_begun()
    {
        Runner guest = Runner.Start(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                _gate.Wait();
            }
        });
        guest.AwaitWaiting();
        long start = Stopwatch.GetTimestamp();
        _gate.Open();
        guest.AwaitEnd();
        Assert.True(Stopwatch.GetElapsedTime(start) < s_manyTimeouts);
    }

    /// <summary>A wait with nothing to end it: at least most of the time that a read may be held.</summary>
    private void AssertHeld()
    {
        long start = Stopwatch.GetTimestamp();
        _gate.Wait();
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
