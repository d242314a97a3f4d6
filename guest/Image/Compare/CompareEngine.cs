using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Image.Contents;

namespace Airlock.Image.Compare;

/// <summary>
/// Goes through two disks side by side, up to the first byte that differs. Where one has ended it counts as zeroes. What is
/// zero in both by the images' own word is never looked at.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
/// <typeparam name="TDisk">What is compared.</typeparam>
internal ref struct CompareEngine<TPlatform, TTransport, TDisk>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ulong _length;
    private SteadyMarks _marks;
    private ContentPiece _left; // what hasn't been compared of the piece that was read last
    private ContentPiece _right;

    /// <summary>A comparison of two disks, the longer of which has <paramref name="length"/> bytes.</summary>
    /// <param name="reporter">Hears how far it is.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="progressStep">Sectors between progress marks; 0 for the default.</param>
    public CompareEngine(ref ImageReporter<TTransport> reporter, ulong length, ulong progressStep)
    {
        _reporter = ref reporter;
        _length = length;
        _marks = new SteadyMarks(length, progressStep);
    }

    /// <summary>Bytes that are the same, from the start on.</summary>
    public ulong Compared { get; private set; }

    /// <summary>Whether the byte behind them differs.</summary>
    public bool IsDifferent { get; private set; }

    /// <summary>Runs to the end of both disks, or to the first difference; false if either can't be read to there.</summary>
    /// <param name="left">The contents of one disk, of which nothing has been read.</param>
    /// <param name="right">Those of the other one.</param>
    public bool TryRun(
        scoped ref ContentReader<TPlatform, TDisk> left, scoped ref ContentReader<TPlatform, TDisk> right)
    {
        while (!IsDifferent && Compared < _length)
        {
            if (!TryFill(ref left, ref _left) || !TryFill(ref right, ref _right))
            {
                return false;
            }

            Step(_left.Length < _right.Length ? _left.Length : _right.Length);
            _marks.Report(ref _reporter, Compared);
        }

        return true;
    }

    /// <summary>Reads the next piece if the last one is used up; behind the disk's end, zeroes.</summary>
    private readonly bool TryFill(scoped ref ContentReader<TPlatform, TDisk> contents, ref ContentPiece piece)
    {
        if (piece.Length != 0 || contents.TryRead(out piece))
        {
            return true;
        }

        piece = new ContentPiece { Start = Compared, Length = _length - Compared, IsZero = true };
        return contents.Ending == ContentEnding.Done;
    }

    private void Step(ulong length)
    {
        ulong same = length;
        if (_left.IsZero != _right.IsZero)
        {
            same = SameBytes.Zeroes<TPlatform>(_left.IsZero ? _right.Address : _left.Address, length);
        }
        else if (!_left.IsZero)
        {
            same = SameBytes.Of<TPlatform>(_left.Address, _right.Address, length);
        }

        IsDifferent = same != length;
        Compared += same;
        _left.Drop(same);
        _right.Drop(same);
    }
}
