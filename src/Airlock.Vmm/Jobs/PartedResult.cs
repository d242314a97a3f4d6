using Airlock.Protocol;
using Airlock.Virtio.Block;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>What several machines came to, each with a part of one operation.</summary>
internal static class PartedResult
{
    /// <param name="failure">What the first one failed with; null if all have succeeded.</param>
    /// <param name="parts">Those that have ended, in order; not empty.</param>
    public static RunResult Of(RunResult? failure, IReadOnlyList<RunResult> parts)
    {
        var exits = new ExitCounters();
        BlockDeviceMetrics input = default, output = default;
        foreach (RunResult part in parts)
        {
            exits.Add(part.Exits);
            input += part.Input;
            output += part.Output;
        }

        return (failure ?? parts[0]) with
        {
            Complete = failure is null ? Sum(parts) : failure.Complete,
            Messages = parts.Sum(part => part.Messages),
            MessageBytes = parts.Sum(part => part.MessageBytes),
            MessageSignals = parts.Sum(part => part.MessageSignals),
            Exits = exits,
            Input = input,
            Output = output,
            TimeToFirstMessage = parts[0].TimeToFirstMessage,
        };
    }

    private static CompleteMessage Sum(IReadOnlyList<RunResult> parts) => new()
    {
        Operation = parts[0].Complete!.Operation,
        Count = parts.Aggregate(0UL, (sum, part) => sum + part.Complete!.Count),
        Success = true,
    };
}
