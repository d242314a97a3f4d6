namespace Airlock.Guest.Programs;

/// <summary>
/// The sectors after which progress is reported: after sector 1, then after every <c>step</c> further sectors, and at
/// the last sector. A cursor over them that holds nothing but the next one.
/// </summary>
public struct ProgressMarks
{
    /// <summary>What <see cref="Next"/> is when no mark is left; no device has that many sectors.</summary>
    public const ulong None = ulong.MaxValue;

    private const ulong SmallestDefaultStep = 10;
    private const ulong DefaultMarkCount = 100;

    private readonly ulong _total;
    private readonly ulong _step;

    /// <summary>The marks of <paramref name="total"/> sectors; a step of 0 stands for the default one.</summary>
    public ProgressMarks(ulong total, ulong step)
    {
        _total = total;
        _step = step != 0 ? step : DefaultStep(total);
        Next = total == 0 ? None : 1;
    }

    /// <summary>The next mark, or <see cref="None"/>.</summary>
    public ulong Next { get; private set; }

    /// <summary>Goes on to the mark after <see cref="Next"/>.</summary>
    public void Advance()
    {
        if (Next >= _total)
        {
            Next = None;
            return;
        }

        // Compared before it is added: a step from the boot configuration may be as large as it likes.
        Next = _total - Next <= _step ? _total : Next + _step;
    }

    /// <summary>Sectors between two marks of so many, unless somebody says otherwise.</summary>
    public static ulong DefaultStep(ulong total)
    {
        ulong hundredth = (total / DefaultMarkCount) + (total % DefaultMarkCount == 0 ? 0UL : 1UL);
        return hundredth > SmallestDefaultStep ? hundredth : SmallestDefaultStep;
    }
}
