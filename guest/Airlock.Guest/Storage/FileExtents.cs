using System.Runtime.CompilerServices;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Storage;

/// <summary>What a device has last answered about where its file has holes.</summary>
internal struct FileExtents
{
    private Ends _ends;
    private ulong _holes; // a bit for each
    private ulong _start;
    private int _count;

    /// <summary>What lies at a sector; false if the answer isn't about it.</summary>
    /// <param name="sector">The sector.</param>
    /// <param name="isHole">Whether nothing lies there, and it reads as zeroes.</param>
    /// <param name="end">The first sector of which that isn't known.</param>
    public readonly bool TryFind(ulong sector, out bool isHole, out ulong end)
    {
        for (int i = 0; i < _count && sector >= _start; i++)
        {
            if (sector < _ends[i])
            {
                isHole = (_holes >> i & 1) != 0;
                end = _ends[i];
                return true;
            }
        }

        isHole = false;
        end = 0;
        return false;
    }

    /// <summary>Takes an answer in, of which no more counts than the file has sectors.</summary>
    /// <param name="device">Whose answer it is.</param>
    /// <param name="start">The sector that was asked for.</param>
    /// <param name="total">Sectors of the file.</param>
    public void Learn<TPlatform>(in VirtioBlockDriver<TPlatform> device, ulong start, ulong total)
        where TPlatform : struct, IPlatform
    {
        _start = start;
        _holes = 0;
        _count = 0;
        ulong known = start;
        while (_count < (int)ExtentAnswer.Count)
        {
            ulong length = device.ReadExtent((uint)_count, total - known, out bool isHole);
            if (length == 0)
            {
                break;
            }

            known += length;
            _holes |= isHole ? 1UL << _count : 0;
            _ends[_count++] = known;
        }

        if (_count == 0)
        {
            AssumeData(start, total);
        }
    }

    /// <summary>A device that can't tell, after all, has data.</summary>
    public void AssumeData(ulong start, ulong total)
    {
        _start = start;
        _holes = 0;
        _count = 1;
        _ends[0] = total;
    }

    /// <summary>Of each extent, the first sector behind it. One bit of a word stands for each of them, too.</summary>
    [InlineArray((int)ExtentAnswer.Count)]
    private struct Ends
    {
        private ulong _element;
    }
}
