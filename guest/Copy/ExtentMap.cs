using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>
/// Where the input has data and where holes, as far as that is known: somewhat ahead of the plan. The input is asked for
/// the next extents as soon as there is room for the answer, so that the plan seldom waits for one. All that isn't known
/// to be a hole is data: nothing that a device answers can make a copy wrong other than by calling data a hole.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct ExtentMap<TPlatform>
    where TPlatform : struct, IPlatform
{
    private readonly ulong _total;
    private readonly uint _questionSlot;
    private Extents _extents;
    private uint _first;
    private uint _end;
    private ulong _known;
    private bool _isAsked;

    /// <summary>A map of <paramref name="total"/> sectors that takes one slot of the input to ask.</summary>
    public ExtentMap(ulong total, uint questionSlot)
    {
        _total = total;
        _questionSlot = questionSlot;
    }

    /// <summary>Takes the rest for data, and asks no more.</summary>
    public void AssumeData() => Learn(_total - _known, isHole: false);

    /// <summary>The extent that <paramref name="sector"/> lies in, if it is known; sectors never go back.</summary>
    public bool TryFind(ulong sector, out Extent extent)
    {
        while (_first != _end)
        {
            extent = _extents[(int)(_first % Extents.Count)];
            if (sector < extent.End)
            {
                return true;
            }

            _first++;
        }

        extent = default;
        return false;
    }

    /// <summary>Asks for what isn't known yet, if there is room for an answer and none is awaited.</summary>
    public void AskAhead(ref VirtioBlockDriver<TPlatform> input)
    {
        if (_known < _total && !_isAsked && Extents.Count - (_end - _first) >= ExtentAnswer.Count)
        {
            input.AskExtents(_questionSlot, _known);
            _isAsked = true;
        }
    }

    /// <summary>Takes an answer in; false if the completion isn't that of the question.</summary>
    public bool TryLearn(in VirtioBlockDriver<TPlatform> input, BlockCompletion completion)
    {
        if (!_isAsked || completion.Slot != _questionSlot)
        {
            return false;
        }

        _isAsked = false;
        ulong before = _known;
        for (uint i = 0; completion.Succeeded && i < ExtentAnswer.Count; i++)
        {
            ulong length = input.ReadExtent(i, _total - _known, out bool isHole);
            if (length == 0)
            {
                break;
            }

            Learn(length, isHole);
        }

        // A device that can't tell, after all.
        if (_known == before)
        {
            AssumeData();
        }

        return true;
    }

    /// <summary>Appends an extent, which isn't longer than what isn't known.</summary>
    private void Learn(ulong length, bool isHole)
    {
        _known += length;
        if (length != 0)
        {
            _extents[(int)(_end++ % Extents.Count)] = new Extent { End = _known, IsHole = isHole };
        }
    }
}
