using System;
using System.Runtime.InteropServices;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;

namespace Sieve;

/// <summary>
/// Counts the primes below 800,000 by the sieve of Eratosthenes, in a table of 400 KB: zeroed data of a large program,
/// which are no part of its file.
/// </summary>
internal static class Program
{
    private const int MaxFrameLength = 64;

    private static OddNumbers s_isComposite;

    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress)
    {
        var complete = new CompleteMessage { Operation = "sieve"u8, Count = CountPrimes(s_isComposite), Success = true };
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        if (Frame.TryEncode(Level.Complete, complete, frame, out int length))
        {
            default(SerialTransport<BareMetal>).Send(frame.Slice(0, length));
        }
    }

    private static uint CountPrimes(Span<byte> isComposite)
    {
        uint count = 1; // 2
        for (int i = 1; i < isComposite.Length; i++)
        {
            if (isComposite[i] == 0)
            {
                count++;
                Cross(isComposite, i);
            }
        }

        return count;
    }

    /// <summary>Crosses out the odd multiples of the number that has place <paramref name="i"/>, from its square on.</summary>
    private static void Cross(Span<byte> isComposite, int i)
    {
        int number = (2 * i) + 1;
        for (long multiple = 2L * i * (i + 1); multiple < isComposite.Length; multiple += number)
        {
            isComposite[(int)multiple] = 1;
        }
    }
}
