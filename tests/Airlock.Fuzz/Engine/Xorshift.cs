namespace Airlock.Fuzz.Engine;

/// <summary>Numbers that look random and are the same for the same seed on any machine: xorshift64*.</summary>
internal sealed class Xorshift(ulong seed)
{
    private ulong _state = seed == 0 ? 0x9e37_79b9_7f4a_7c15 : seed;

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545_f491_4f6c_dd1d;
    }

    /// <summary>From 0 to before <paramref name="end"/>.</summary>
    public int Below(int end) => (int)((Next() >> 33) % (uint)end);
}
