using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// What several machines say, each about a part, as if one had said it: bring-up once, progress of the whole, and one last
/// word, which the results give.
/// </summary>
/// <param name="sectors">Those of each part.</param>
internal sealed class PartedMessages(ulong[] sectors)
{
    private const ulong MarkCount = 100;

    private readonly ulong[] _currents = new ulong[sectors.Length];
    private readonly ulong _total = sectors.Aggregate(0UL, (sum, part) => sum + part);
    private ulong _next = 1;

    /// <summary>What the caller hears of a message; null for nothing.</summary>
    public GuestMessage? Accept(int part, GuestMessage message) => message.PayloadCase switch
    {
        GuestMessage.PayloadOneofCase.Progress => Progress(part, message.Progress),
        GuestMessage.PayloadOneofCase.Complete or GuestMessage.PayloadOneofCase.Refusal => null,
        GuestMessage.PayloadOneofCase.Init or GuestMessage.PayloadOneofCase.Capacity or GuestMessage.PayloadOneofCase.InfoResult =>
            part == 0 ? message : null,
        _ => message,
    };

    /// <summary>Why the image is refused, if it is, and the last word, if the machines have said theirs.</summary>
    public static void End(RunResult result, Action<IReadOnlyList<GuestMessage>>? onMessages)
    {
        if (result.Refusal is { } refusal)
        {
            onMessages?.Invoke([new GuestMessage { Level = Level.Error, Refusal = refusal }]);
        }

        if (result.Complete is { } complete)
        {
            onMessages?.Invoke([new GuestMessage { Level = Level.Complete, Complete = complete }]);
        }
    }

    /// <summary>A machine's word can't take the sum beyond the whole, nor back.</summary>
    private GuestMessage? Progress(int part, ProgressMessage progress)
    {
        _currents[part] = Math.Clamp(progress.Current, _currents[part], sectors[part]);
        ulong sum = _currents.Aggregate(0UL, (all, current) => all + current);
        if (sum < _next)
        {
            return null;
        }

        _next = sum == _total ? ulong.MaxValue : Math.Min(_total, sum + Math.Max(1, _total / MarkCount));
        return new GuestMessage
        {
            Level = Level.Progress,
            Progress = new ProgressMessage
            {
                Operation = progress.Operation,
                Current = sum,
                Total = _total,
                Percent = (uint)((UInt128)sum * 100 / _total),
            },
        };
    }
}
