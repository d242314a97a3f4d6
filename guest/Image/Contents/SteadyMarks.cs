using Airlock.Abi.Virtio;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;

namespace Airlock.Image.Contents;

/// <summary>
/// Progress of work that may go on for long without a request: its marks are near enough to each other that nobody takes
/// it for stalled, however large the disk is, and are sent at once, as nothing waits for the host here.
/// </summary>
internal struct SteadyMarks
{
    /// <summary>256 MiB: less than a second's work, and some on a slow machine.</summary>
    private const ulong LongestStep = (256 << 20) / BlockConfig.SectorSize;

    private readonly ulong _length;
    private ProgressMarks _marks;

    /// <summary>The marks of so many bytes.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="step">Sectors between two marks; 0 for the default.</param>
    public SteadyMarks(ulong length, ulong step)
    {
        _length = length;
        ulong total = ContentSizes.Sectors(length);
        ulong wanted = step != 0 ? step : ProgressMarks.DefaultStep(total);
        _marks = new ProgressMarks(total, wanted < LongestStep ? wanted : LongestStep);
    }

    /// <summary>Sends each mark that the bytes which are done have come to.</summary>
    public void Report<TTransport>(ref ImageReporter<TTransport> reporter, ulong done)
        where TTransport : struct, IMessageTransport
    {
        ulong sectors = done == _length ? ContentSizes.Sectors(_length) : done >> BlockConfig.SectorShift;
        if (_marks.Next > sectors)
        {
            return;
        }

        while (_marks.Next <= sectors)
        {
            reporter.Progress(_marks.Next, ContentSizes.Sectors(_length));
            _marks.Advance();
        }

        reporter.Flush();
    }
}
