using System.Runtime.CompilerServices;

namespace Sieve;

/// <summary>One byte for each odd number below 800,000: 1 if a smaller one divides it.</summary>
[InlineArray(Count)]
internal struct OddNumbers
{
    /// <summary>How many there are.</summary>
    public const int Count = 400_000;

    private byte _element;
}
