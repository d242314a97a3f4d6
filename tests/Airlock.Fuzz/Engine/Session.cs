using System.Diagnostics;

namespace Airlock.Fuzz.Engine;

/// <summary>Fuzzes one target: mutates inputs, keeps those that lead somewhere new, stops at a finding.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>A finding has to show again: what the runtime does once, such as loading a type, is none.</summary>
    private const int Repetitions = 3;

    private const int CasesBetweenLooks = 64;

    private readonly IFuzzTarget _target;
    private readonly EdgeCounters _edges = new();
    private readonly Corpus _corpus = new();
    private readonly Mutator _mutator;

    /// <param name="createTarget">Makes the target, once the counters are there that its code increments.</param>
    /// <param name="seed">Decides which mutations come.</param>
    public Session(Func<IFuzzTarget> createTarget, ulong seed)
    {
        _target = createTarget();
        _mutator = new Mutator(_corpus, new Xorshift(seed), _target.MaxInputLength);
    }

    /// <summary>Bytes of the longest input.</summary>
    public int MaxInputLength => _target.MaxInputLength;

    /// <summary>Told of each input before it runs.</summary>
    public Action<ReadOnlySpan<byte>>? OnCase { get; set; }

    /// <summary>Told of each input that went where none had been.</summary>
    public Action<ReadOnlySpan<byte>>? OnNew { get; set; }

    /// <summary>Told of those among the inputs replayed that led through an edge which none before had met.</summary>
    public Action<ReadOnlySpan<byte>>? OnNewEdge { get; set; }

    /// <summary>Runs inputs as they are; they are what is mutated later.</summary>
    /// <returns>The first finding.</returns>
    public Finding? Replay(IEnumerable<byte[]> inputs)
    {
        foreach (byte[] input in inputs)
        {
            if (Try(input) is { } finding)
            {
                return finding;
            }

            int before = _edges.Edges;
            _edges.AnyNew();
            if (_edges.Edges > before)
            {
                OnNewEdge?.Invoke(input);
            }

            _corpus.Add(input);
        }

        return null;
    }

    /// <summary>Mutates inputs for a while.</summary>
    public FuzzReport Run(TimeSpan time, CancellationToken cancellation = default)
    {
        long cases = 0;
        int before = _corpus.Count;
        Finding? finding = null;
        long started = Stopwatch.GetTimestamp();
        while (finding is null && !cancellation.IsCancellationRequested && Stopwatch.GetElapsedTime(started) < time)
        {
            for (int i = 0; i < CasesBetweenLooks && finding is null; i++)
            {
                ReadOnlySpan<byte> input = _mutator.Next();
                finding = Try(input);
                cases++;
                if (_edges.AnyNew())
                {
                    _corpus.Add(input);
                    OnNew?.Invoke(input);
                }
            }
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return new FuzzReport(cases, elapsed, _corpus.Count - before, _edges.Edges, finding);
    }

    public void Dispose()
    {
        _edges.Dispose();
        _target.Dispose();
    }

    private Finding? Try(ReadOnlySpan<byte> input)
    {
        OnCase?.Invoke(input);
        Exception? exception = null;
        for (int i = 0; i < Repetitions; i++)
        {
            exception = RunOnce(input);
            if (exception is null)
            {
                return null;
            }
        }

        return new Finding(input.ToArray(), exception!);
    }

    private Exception? RunOnce(ReadOnlySpan<byte> input)
    {
        _edges.Clear();
        try
        {
            _target.Run(input);
            return null;
        }
#pragma warning disable CA1031 // whatever a guest can make the code throw is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
