using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>
/// A chunk on its way from input to output. It is read in pieces, usually a single one. What has been read is written in
/// runs, each of which is written or zeroed as a whole, and in pieces, too, when the output fails. A hole has nothing to
/// read, and is zeroed.
/// </summary>
internal struct CopySlot
{
    private PieceCursor _reading; // over the chunk
    private PieceCursor _writing; // over a run of the piece that has been read
    private Retry _retry; // of the current piece
    private ulong _buffer;

    private enum Retry : byte
    {
        None,
        Due,
        Done,
    }

    /// <summary>What is being done.</summary>
    public BlockOperation Operation { get; private set; }

    /// <summary>The first sector of the current piece.</summary>
    public readonly ulong Position => Current.Position;

    /// <summary>Sectors in the current piece.</summary>
    public readonly ulong Length => Current.Length;

    /// <summary>Where in the ring of buffers the current piece lies. Of a hole nothing lies there.</summary>
    public readonly ulong BufferPosition => _buffer + Position - _reading.Position;

    /// <summary>Where in the ring of buffers the chunk's one ends.</summary>
    public ulong BufferEnd { get; private set; }

    /// <summary>The end of what has been read, or is being read.</summary>
    public readonly ulong ReadEnd => _reading.Position + _reading.Length;

    /// <summary>Whether something that has been read belongs to no run yet.</summary>
    public readonly bool HasUnwritten => Operation != BlockOperation.Read && _writing.Position < ReadEnd;

    /// <summary>Whether nothing of the chunk is left to do.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Whether the current piece waits to be tried once more, alone.</summary>
    public readonly bool IsRetryDue => _retry == Retry.Due;

    private readonly PieceCursor Current => Operation == BlockOperation.Read ? _reading : _writing;

    /// <summary>Takes on a chunk, with a buffer at that position of the ring.</summary>
    public void Begin(Chunk chunk, ulong buffer)
    {
        // A hole counts as read: as a run of zeroes.
        _reading = new PieceCursor(chunk.Start, chunk.End);
        _writing = _reading;
        _retry = Retry.None;
        Operation = chunk.IsHole ? BlockOperation.WriteZeroes : BlockOperation.Read;
        _buffer = buffer;
        BufferEnd = buffer + chunk.BufferLength;
        IsSettled = false;
    }

    /// <summary>Goes over to writing the run up to <paramref name="end"/>, at most <see cref="ReadEnd"/>.</summary>
    public void BeginRun(ulong end, bool isZero)
    {
        _writing = new PieceCursor(Position, end);
        _retry = Retry.None;
        Operation = isZero ? BlockOperation.WriteZeroes : BlockOperation.Write;
    }

    /// <summary>Notes that the chunk's last piece is done.</summary>
    public void Settle() => IsSettled = true;

    /// <summary>Shortens the current piece; false if it is a single block already.</summary>
    public bool TryHalve(ulong blockSectors) =>
        Operation == BlockOperation.Read ? _reading.TryHalve(blockSectors) : _writing.TryHalve(blockSectors);

    /// <summary>Has the current piece wait to be tried once more; false if it has been.</summary>
    public bool TryPutOff()
    {
        if (_retry != Retry.None)
        {
            return false;
        }

        _retry = Retry.Due;
        return true;
    }

    /// <summary>Notes that the current piece is tried once more now.</summary>
    public void BeginRetry() => _retry = Retry.Done;

    /// <summary>Goes on to the next piece of the run, or of what is being read; false if there is none.</summary>
    public bool TryAdvance()
    {
        _retry = Retry.None;
        return Operation == BlockOperation.Read ? _reading.TryAdvance() : _writing.TryAdvance();
    }

    /// <summary>Goes over to reading the next piece, all before it being written; false if the chunk ends here.</summary>
    public bool TryReadOn()
    {
        Operation = BlockOperation.Read;
        _retry = Retry.None;
        return _reading.TryAdvance();
    }
}
