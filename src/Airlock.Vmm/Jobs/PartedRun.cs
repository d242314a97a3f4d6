using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Airlock.Protocol;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// An operation by several machines at once: each is given the next part when it is through with one, so that parts which
/// take long don't keep the others waiting. The first failure ends them all.
/// </summary>
internal sealed class PartedRun : IDisposable
{
    /// <summary>Messages that may wait for the caller; then the machines wait.</summary>
    private const int MaxWaiting = 1024;

    private readonly IReadOnlyList<ConvertOperation> _parts;
    private readonly RunPart _run;
    private readonly BlockingCollection<(int Part, GuestMessage Message)> _messages = new(MaxWaiting);
    private readonly RunResult?[] _results;
    private RunResult? _firstFailure;
    private ExceptionDispatchInfo? _exception;
    private int _next = -1;
    private int _working;

    /// <param name="parts">At least one.</param>
    /// <param name="run">Runs a machine for one of them, from any thread.</param>
    public PartedRun(IReadOnlyList<ConvertOperation> parts, RunPart run)
    {
        _parts = parts;
        _run = run;
        _results = new RunResult?[parts.Count];
    }

    /// <summary>Runs a machine for a part, on the calling thread, which also hears of its messages.</summary>
    internal delegate RunResult RunPart(
        ConvertOperation part, Action<IReadOnlyList<GuestMessage>> onMessages, CancellationToken cancellation);

    /// <summary>Runs them all.</summary>
    /// <param name="machines">How many at the same time.</param>
    /// <param name="onMessages">Hears of messages, on this thread, as if there were one machine.</param>
    /// <returns>The sum of what they came to, or with what the first failed; null if the token was cancelled.</returns>
    public RunResult? Run(int machines, Action<IReadOnlyList<GuestMessage>>? onMessages, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var messages = new PartedMessages([.. _parts.Select(part => part.Sectors)]);
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(machines, _parts.Count)).Select(_ => ThreadOf(stop))];
        _working = threads.Length;
        try
        {
            foreach (Thread thread in threads)
            {
                HostThread.Start(thread);
            }

            foreach ((int part, GuestMessage message) in _messages.GetConsumingEnumerable(CancellationToken.None))
            {
                if (messages.Accept(part, message) is { } heard)
                {
                    onMessages?.Invoke([heard]);
                }
            }
        }
        finally
        {
            // Also when onMessages throws: the machines must be gone before their files are.
            stop.Cancel();
            foreach (Thread thread in threads.Where(thread => thread.ThreadState != ThreadState.Unstarted))
            {
                thread.Join();
            }
        }

        _exception?.Throw();
        if (_firstFailure is null && Array.Exists(_results, result => result is null))
        {
            return null;
        }

        RunResult whole = PartedResult.Of(_firstFailure, [.. _results.OfType<RunResult>()]);
        PartedMessages.End(whole, onMessages);
        return whole;
    }

    public void Dispose() => _messages.Dispose();

    private Thread ThreadOf(CancellationTokenSource stop) =>
        new(() => Work(stop)) { Name = "airlock-part", IsBackground = true };

    private void Work(CancellationTokenSource stop)
    {
        try
        {
            int part;
            while (!stop.IsCancellationRequested && (part = Interlocked.Increment(ref _next)) < _parts.Count)
            {
                Note(part, _run(_parts[part], messages => PassOn(part, messages, stop.Token), stop.Token), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another machine has failed, or the caller wants no more.
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _exception, ExceptionDispatchInfo.Capture(e), null);
            stop.Cancel();
        }
        finally
        {
            if (Interlocked.Decrement(ref _working) == 0)
            {
                _messages.CompleteAdding();
            }
        }
    }

    private void Note(int part, RunResult result, CancellationTokenSource stop)
    {
        _results[part] = result;
        if (result.Outcome != RunOutcome.Succeeded)
        {
            Interlocked.CompareExchange(ref _firstFailure, result, null);
            stop.Cancel();
        }
    }

    private void PassOn(int part, IReadOnlyList<GuestMessage> messages, CancellationToken stop)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            _messages.Add((part, messages[i]), stop);
        }
    }
}
