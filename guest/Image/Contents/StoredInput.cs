using System;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;

namespace Airlock.Image.Contents;

/// <summary>
/// Compressed data, as they lie in the file: some of them at a time, in an area of fixed size. Blocks that follow each
/// other in the file are read on with long requests, others with what they need.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct StoredInput<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>Bytes of the area.</summary>
    public const ulong AreaLength = PieceLength + SectorsAround;

    /// <summary>The longest piece: with what stands before it, more than the longest block of zstd (RFC 8878).</summary>
    public const uint PieceLength = 256 << 10;

    private const uint SectorsAround = 0x1000;

    private readonly RamArea _area;
    private ulong _start;
    private ulong _end;
    private uint _first;

    /// <summary>Nothing is read; the area has <see cref="AreaLength"/> bytes.</summary>
    public StoredInput(RamArea area)
    {
        _area = area;
    }

    /// <summary>Bytes that were read.</summary>
    public ulong BytesRead { get; private set; }

    /// <summary>
    /// The bytes from <paramref name="position"/> on: all that are <paramref name="left"/>, or a piece of the longest length.
    /// They stay where they are until the next call.
    /// </summary>
    public DiskReadStatus Read(
        scoped ref DiskReader<TPlatform> input, ulong position, ulong left, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        uint wanted = left < PieceLength ? (uint)left : PieceLength;
        if (position < _start || position > _end || _end - position < wanted)
        {
            DiskReadStatus status = Fill(ref input, position, wanted);
            if (status != DiskReadStatus.Done)
            {
                return status;
            }
        }

        int offset = (int)(_first + (position - _start));
        bytes = _area.Bytes<TPlatform>().Slice(offset, (int)wanted);
        return DiskReadStatus.Done;
    }

    private DiskReadStatus Fill(ref DiskReader<TPlatform> input, ulong position, uint wanted)
    {
        bool goesOn = position >= _start && position <= _end && position < input.Length;
        ulong rest = input.Length - position;
        uint length = goesOn ? (rest < PieceLength ? (uint)rest : PieceLength) : wanted;
        length = length < wanted ? wanted : length; // beyond the end it is refused as a whole
        DiskReadStatus status = input.ReadPast(position, length, _area, out _first);
        bool isDone = status == DiskReadStatus.Done;
        BytesRead += isDone ? length : 0;
        _start = isDone ? position : 0;
        _end = isDone ? position + length : 0;
        return status;
    }
}
