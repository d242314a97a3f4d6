using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The last three offsets (RFC 8878, 3.1.1.5).</summary>
internal struct OffsetHistory
{
    private const uint RepeatValues = 3;

    private uint _first;
    private uint _second;
    private uint _third;

    /// <summary>Those that a frame begins with.</summary>
    public static OffsetHistory Initial => new() { _first = 1, _second = 4, _third = 8 };

    /// <summary>The offset that a value stands for; 0 if it stands for none.</summary>
    /// <param name="value">As decoded, 1 or more.</param>
    /// <param name="literals">How many literals come before the match: with none, the last offset would make no
    /// sense.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(uint value, uint literals)
    {
        if (value > RepeatValues)
        {
            _third = _second;
            _second = _first;
            _first = value - RepeatValues;
            return _first;
        }

        uint index = value - (literals == 0 ? 0u : 1u);
        if (index != 0)
        {
            uint offset = index == 1 ? _second : index == 2 ? _third : _first - 1;
            _third = index == 1 ? _third : _second;
            _second = _first;
            _first = offset;
        }

        return _first;
    }
}
