using System;
using System.Buffers.Binary;
using Airlock.Guest.Platform;

namespace Airlock.Image.Digest;

/// <summary>SHA-256 of bytes that come piece by piece (FIPS 180-4, 6.2).</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct Sha256<TPlatform>
    where TPlatform : struct, IPlatform
{
    private const int LengthPlace = Sha256Block.Length - sizeof(ulong);

    private Sha256State _state;
    private Sha256Block _rest; // what is left of the bytes behind the last whole block
    private int _restLength;
    private ulong _bytes;

    /// <summary>Begins: 5.3.3, the initial hash value.</summary>
    public static Sha256<TPlatform> Start()
    {
        Sha256<TPlatform> hash = default;
        hash._state.Begin();
        return hash;
    }

    /// <summary>Takes the bytes that come next. All of them together are less than 2^61.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _bytes += (uint)bytes.Length;
        if (_restLength != 0)
        {
            int room = Sha256Block.Length - _restLength;
            int part = bytes.Length < room ? bytes.Length : room;
            bytes.Slice(0, part).CopyTo(_rest.Bytes.Slice(_restLength));
            bytes = bytes.Slice(part);
            _restLength += part;
            if (_restLength != Sha256Block.Length)
            {
                return;
            }

            _state.Take<TPlatform>(_rest.Bytes);
        }

        int whole = bytes.Length - (bytes.Length % Sha256Block.Length);
        _state.Take<TPlatform>(bytes.Slice(0, whole));
        _restLength = bytes.Length - whole;
        bytes.Slice(whole).CopyTo(_rest.Bytes);
    }

    /// <summary>Ends it, and writes the digest.</summary>
    /// <param name="digest">At least <see cref="Sha256State.DigestLength"/> bytes.</param>
    public void Finish(Span<byte> digest)
    {
        // 5.1.1: a 1 bit, zeroes, and the length in bits at the end of a block.
        Span<byte> rest = _rest.Bytes;
        rest[_restLength++] = 0x80;
        if (_restLength > LengthPlace)
        {
            rest.Slice(_restLength).Clear();
            _state.Take<TPlatform>(rest);
            _restLength = 0;
        }

        rest.Slice(_restLength, LengthPlace - _restLength).Clear();
        BinaryPrimitives.WriteUInt64BigEndian(rest.Slice(LengthPlace), _bytes << 3);
        _state.Take<TPlatform>(rest);
        _state.Write(digest);
    }
}
