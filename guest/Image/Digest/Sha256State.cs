using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Airlock.Guest.Platform;

namespace Airlock.Image.Digest;

/// <summary>The hash value of SHA-256, of blocks so far (FIPS 180-4, 6.2.2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Sha256State
{
    /// <summary>Bytes of the digest.</summary>
    public const int DigestLength = 32;

    private const int Rounds = 64;
    private const int WordsOfBlock = 16;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private uint _e;
    private uint _f;
    private uint _g;
    private uint _h;

    /// <summary>4.2.2: of the cube roots of the first 64 primes, the first 32 bits behind the point.</summary>
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>5.3.3: the initial hash value.</summary>
    public void Begin()
    {
        _a = 0x6a09e667;
        _b = 0xbb67ae85;
        _c = 0x3c6ef372;
        _d = 0xa54ff53a;
        _e = 0x510e527f;
        _f = 0x9b05688c;
        _g = 0x1f83d9ab;
        _h = 0x5be0cd19;
    }

    /// <summary>Takes whole blocks, as the processor can do it itself or else step by step.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public unsafe void Take<TPlatform>(ReadOnlySpan<byte> blocks)
        where TPlatform : struct, IPlatform
    {
        // SAFETY: the eight words follow each other; the count is that of whole blocks in the span.
        fixed (uint* state = &_a)
        fixed (byte* bytes = blocks)
        {
            if (TPlatform.TryHashSha256(state, bytes, (nuint)(uint)(blocks.Length / Sha256Block.Length)))
            {
                return;
            }
        }

        Span<uint> schedule = stackalloc uint[Rounds];
        for (; blocks.Length >= Sha256Block.Length; blocks = blocks.Slice(Sha256Block.Length))
        {
            Expand(blocks, schedule);
            Compress(schedule);
        }
    }

    /// <summary>Writes it, as it is the digest once the last block is taken.</summary>
    public readonly void Write(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(digest, _a);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(4), _b);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(8), _c);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(12), _d);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(16), _e);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(20), _f);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(24), _g);
        BinaryPrimitives.WriteUInt32BigEndian(digest.Slice(28), _h);
    }

    /// <summary>Step 1: the message schedule, with the constants of the rounds added.</summary>
    private static void Expand(ReadOnlySpan<byte> block, Span<uint> schedule)
    {
        for (int t = 0; t < WordsOfBlock; t++)
        {
            schedule[t] = BinaryPrimitives.ReadUInt32BigEndian(block.Slice(t * sizeof(uint)));
        }

        for (int t = WordsOfBlock; t < schedule.Length; t++)
        {
            uint near = schedule[t - 2];
            uint far = schedule[t - 15];
            uint nearMixed = BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ (near >> 10);
            uint farMixed = BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ (far >> 3);
            schedule[t] = nearMixed + schedule[t - 7] + farMixed + schedule[t - 16];
        }

        ReadOnlySpan<uint> constants = Constants;
        for (int t = 0; t < constants.Length; t++)
        {
            schedule[t] += constants[t];
        }
    }

    /// <summary>Steps 2 to 4.</summary>
    private void Compress(ReadOnlySpan<uint> schedule)
    {
        uint a = _a, b = _b, c = _c, d = _d, e = _e, f = _f, g = _g, h = _h;
        foreach (uint word in schedule)
        {
            uint first = h + MixedE(e) + (g ^ (e & (f ^ g))) + word;
            uint second = MixedA(a) + ((a & b) | (c & (a | b)));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }

        _a += a;
        _b += b;
        _c += c;
        _d += d;
        _e += e;
        _f += f;
        _g += g;
        _h += h;
    }

    /// <summary>4.1.2: the function of the first word in a round.</summary>
    private static uint MixedA(uint word) =>
        BitOperations.RotateRight(word, 2) ^ BitOperations.RotateRight(word, 13) ^ BitOperations.RotateRight(word, 22);

    /// <summary>4.1.2: that of the fifth.</summary>
    private static uint MixedE(uint word) =>
        BitOperations.RotateRight(word, 6) ^ BitOperations.RotateRight(word, 11) ^ BitOperations.RotateRight(word, 25);
}
