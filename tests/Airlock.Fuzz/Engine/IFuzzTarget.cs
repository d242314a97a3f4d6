namespace Airlock.Fuzz.Engine;

/// <summary>Something that takes bytes from a party that isn't trusted.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Bytes of the longest input that is worth a try.</summary>
    int MaxInputLength { get; }

    /// <summary>
    /// Runs one case, from the same state each time and with the same outcome. Any exception is a finding.
    /// </summary>
    void Run(ReadOnlySpan<byte> input);
}
