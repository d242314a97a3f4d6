using System;

namespace Airlock.Guest.Compression.Checksums;

/// <summary>The checksum of a zlib stream (RFC 1950, 8.2): two sums modulo 65521.</summary>
public struct Adler32
{
    private const uint Modulus = 65521;

    // The most bytes that can be added before a sum of 32 bits may wrap.
    private const int LongestRun = 5552;

    // One less than the first sum, so that a struct of zeroes is that of no bytes.
    private uint _first;
    private uint _second;

    /// <summary>The checksum of all bytes so far.</summary>
    public readonly uint Value => (_second << 16) | ((_first + 1) % Modulus);

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes.Slice(0, Math.Min(bytes.Length, LongestRun));
            bytes = bytes.Slice(run.Length);
            AddRun(run);
        }
    }

    private void AddRun(ReadOnlySpan<byte> run)
    {
        uint first = _first + 1;
        uint second = _second;
        foreach (byte value in run)
        {
            first += value;
            second += first;
        }

        _first = (first + Modulus - 1) % Modulus;
        _second = second % Modulus;
    }
}
