using System.Diagnostics;
using Airlock.Kvm.Handles;
using Airlock.Kvm.Tests.Guests;

namespace Airlock.Kvm.Tests;

/// <remarks>Runners are background threads: a vCPU that doesn't stop fails its test, not the whole run.</remarks>
public class StopTests
{
    private const int Rounds = 1000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public void A_request_made_before_entry_is_met_and_lasts_until_cleared()
    {
        using TinyGuest guest = new(GuestCode.OutForever);
        for (int i = 0; i < Rounds; i++)
        {
            guest.Vcpu.RequestExit();
            Assert.True(guest.Vcpu.IsExitRequested);
            Assert.Equal(VcpuExitKind.Interrupted, guest.Vcpu.Run().Kind);
            Assert.Equal(VcpuExitKind.Interrupted, guest.Vcpu.Run().Kind);
            guest.Vcpu.ClearExitRequest();
            Assert.Equal(VcpuExitKind.Io, guest.Vcpu.Run().Kind);
        }
    }

    /// <remarks>
    /// The delay sweeps from just before entry to 100 us later, when the guest runs. Without the flag,
    /// without the signal, or with the two in the wrong order, a round soon doesn't end.
    /// </remarks>
    [SkippableFact]
    public void No_request_to_leave_an_endless_loop_is_lost()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        int entered = 0;
        int left = 0;
        int wrong = 0;
        void RunRounds()
        {
            for (int i = 1; i <= Rounds; i++)
            {
                Volatile.Write(ref entered, i);
                wrong += guest.Vcpu.Run().Kind == VcpuExitKind.Interrupted ? 0 : 1;
                guest.Vcpu.ClearExitRequest();
                Volatile.Write(ref left, i);
            }
        }

        Thread runner = new(() => IgnoringDisposal(RunRounds));
        runner.IsBackground = true;
        runner.Start();
        for (int i = 1; i <= Rounds; i++)
        {
            Assert.True(SpinUntilEqual(ref entered, i));
            SpinFor(microseconds: i % 100);
            guest.Vcpu.RequestExit();
            Assert.True(SpinUntilEqual(ref left, i), $"the vCPU went on in round {i}");
        }

        Assert.True(runner.Join(s_limit));
        Assert.Equal(0, wrong);
    }

    [SkippableFact]
    public void Requests_from_many_threads_at_once_stop_it_once()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        for (int i = 0; i < 20; i++)
        {
            Thread[] requesters = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
            {
                for (int n = 0; n < 50; n++)
                {
                    guest.Vcpu.RequestExit();
                }
            }))];
            Array.ForEach(requesters, thread => thread.Start());
            Assert.Equal(VcpuExitKind.Interrupted, guest.Vcpu.Run().Kind);
            Array.ForEach(requesters, thread => thread.Join());
            guest.Vcpu.ClearExitRequest();
        }
    }

    [SkippableFact]
    public void Signals_without_a_request_are_not_noticed()
    {
        using TinyGuest guest = new(GuestCode.CountForever);
        int thread = 0;
        VcpuExitKind kind = VcpuExitKind.Unknown;
        Thread runner = new(() =>
        {
            Volatile.Write(ref thread, KickSignal.ReceivingThread());
            kind = guest.Vcpu.Run().Kind;
        });
        runner.IsBackground = true;
        runner.Start();
        for (int i = 0; i < 50; i++)
        {
            ushort before = guest.Memory.Read<ushort>(GuestCode.Counter);
            Assert.True(i == 0 || KickSignal.TrySend(thread));
            Assert.True(
                SpinWait.SpinUntil(() => guest.Memory.Read<ushort>(GuestCode.Counter) != before, s_limit),
                $"the guest stands after {i} signals");
        }

        guest.Vcpu.RequestExit();
        Assert.True(runner.Join(s_limit));
        Assert.Equal(VcpuExitKind.Interrupted, kind);
    }

    [SkippableFact]
    public void Collections_of_garbage_meanwhile_are_neither_noticed_nor_held_up()
    {
        using TinyGuest guest = new(GuestCode.CountThenHalt(TurnsOf(collections: 20)));
        VcpuExitKind kind = VcpuExitKind.Unknown;
        Thread runner = new(() => kind = guest.Vcpu.Run().Kind);
        runner.IsBackground = true;
        runner.Start();
        int collections = 0;
        while (runner.IsAlive)
        {
            GC.Collect(0);
            collections++;
        }

        // A KVM_RUN that held up collections would have let at most a few through.
        Assert.Equal(VcpuExitKind.Hlt, kind);
        Assert.True(collections > 3, $"only {collections} collections");
    }

    [SkippableFact]
    public void Answers_are_taken_even_when_the_run_is_interrupted()
    {
        using TinyGuest guest = new(GuestCode.Echo);
        guest.Vcpu.Run().Io.Data[0] = 0x77;
        guest.Vcpu.RequestExit();
        Assert.Equal(VcpuExitKind.Interrupted, guest.Vcpu.Run().Kind);
        Assert.Equal(0x77ul, guest.Vcpu.GetRegisters().Rax & 0xff);
        guest.Vcpu.ClearExitRequest();
        Assert.Equal(0x77, guest.Vcpu.Run().Io.Data[0]);
    }

    [SkippableFact]
    public void Disposing_stops_a_vcpu_that_runs()
    {
        for (int i = 0; i < 50; i++)
        {
            using TinyGuest guest = new(GuestCode.Forever);
            Thread runner = new(() => IgnoringDisposal(
                () => Assert.Equal(VcpuExitKind.Interrupted, guest.Vcpu.Run().Kind)));
            runner.IsBackground = true;
            runner.Start();
            Thread.SpinWait(i * 1000);
            guest.Vcpu.Dispose();
            Assert.True(runner.Join(s_limit));
            guest.Vcpu.RequestExit();
            Assert.True(guest.Vcpu.IsExitRequested);
            Assert.Throws<ObjectDisposedException>(() => guest.Vcpu.Run().Kind);
        }
    }

    [SkippableFact]
    public void Two_threads_cannot_run_one_vcpu()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        using ManualResetEventSlim refused = new();
        void RunUntilRefused()
        {
            try
            {
                guest.Vcpu.Run();
            }
            catch (InvalidOperationException)
            {
                refused.Set();
            }
        }

        Thread[] runners = [new(RunUntilRefused), new(RunUntilRefused)];
        Array.ForEach(runners, thread => thread.IsBackground = true);
        Array.ForEach(runners, thread => thread.Start());
        Assert.True(refused.Wait(s_limit));
        guest.Vcpu.RequestExit();
        Assert.All(runners, thread => Assert.True(thread.Join(s_limit)));
    }

    /// <summary>How far a guest counts in the time of some collections, on this processor.</summary>
    private static uint TurnsOf(int collections)
    {
        const uint turns = 200_000;
        using TinyGuest guest = new(GuestCode.CountThenHalt(turns));
        TimeSpan counting = TimeOf(() => guest.Vcpu.Run());
        GC.Collect(0);
        return (uint)Math.Clamp(turns * (collections * TimeOf(() => GC.Collect(0)) / counting), turns, uint.MaxValue);
    }

    private static TimeSpan TimeOf(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <remarks>A vCPU may be disposed before its thread runs it: on purpose, or because a test has failed.</remarks>
    private static void IgnoringDisposal(Action run)
    {
        try
        {
            run();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <remarks>No SpinWait.SpinUntil: it sleeps, and the moments of interest are gone by then.</remarks>
    private static bool SpinUntilEqual(ref int counter, int value)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref counter) != value)
        {
            if (Stopwatch.GetElapsedTime(start) > s_limit)
            {
                return false;
            }
        }

        return true;
    }

    private static void SpinFor(int microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds)
        {
            Thread.SpinWait(1);
        }
    }
}
