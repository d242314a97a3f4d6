using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Airlock.Fuzz.Engine;

/// <summary>
/// The counters that SharpFuzz's instrumentation increments at each branch, and which of them, in which order of
/// magnitude, were seen before. Without instrumentation nothing is ever new.
/// </summary>
internal sealed unsafe class EdgeCounters : IDisposable
{
    private const int Count = 1 << 16;

    private readonly byte* _hits = (byte*)NativeMemory.AllocZeroed(Count);
    private readonly byte[] _seen = new byte[Count];

    public EdgeCounters() => Trace.SharedMem = _hits;

    /// <summary>Counters that ever were hit.</summary>
    public int Edges { get; private set; }

    /// <summary>To be called before a case.</summary>
    public void Clear()
    {
        Trace.PrevLocation = 0;

        // SAFETY: _hits is an allocation of Count bytes, here and below.
        new Span<byte>(_hits, Count).Clear();
    }

    /// <summary>Whether the case since <see cref="Clear"/> went where none has been; from now on one has.</summary>
    public bool AnyNew()
    {
        bool anyNew = false;
        ReadOnlySpan<byte> hits = new(_hits, Count);
        for (int i = Next(hits, 0); i < Count; i = Next(hits, i + 1))
        {
            // 1, 2 to 3, 4 to 7 and so on: a loop that runs once more is nothing new, one that runs twice as long is.
            int magnitude = 1 << BitOperations.Log2(hits[i]);
            if ((magnitude & ~_seen[i]) != 0)
            {
                Edges += _seen[i] == 0 ? 1 : 0;
                _seen[i] |= (byte)magnitude;
                anyNew = true;
            }
        }

        return anyNew;
    }

    public void Dispose() => NativeMemory.Free(_hits);

    /// <summary>The next counter that isn't 0; beyond the last one if there is none.</summary>
    private static int Next(ReadOnlySpan<byte> hits, int start)
    {
        int found = hits[start..].IndexOfAnyExcept((byte)0);
        return found < 0 ? Count : start + found;
    }
}
