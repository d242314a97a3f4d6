namespace Airlock.Guest.Formats;

/// <summary>What stands in a field that an image is refused for.</summary>
/// <param name="value">What stands there.</param>
/// <param name="limit">What could stand there at most, or should.</param>
/// <param name="offset">Where, in bytes of the file.</param>
public readonly struct FieldValue(ulong value, ulong limit, ulong offset)
{
    /// <summary>What stands there.</summary>
    public ulong Value { get; } = value;

    /// <summary>What could stand there at most, or should.</summary>
    public ulong Limit { get; } = limit;

    /// <summary>Where, in bytes of the file.</summary>
    public ulong Offset { get; } = offset;
}
