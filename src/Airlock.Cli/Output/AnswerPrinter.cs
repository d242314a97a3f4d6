using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>Shows the answer to a question about an image, once it is there.</summary>
/// <param name="answer">The text of what a run came to; null where that is no answer.</param>
internal sealed class AnswerPrinter(Func<RunResult, string?> answer) : IMessagePrinter
{
    /// <summary>The messages are the way to the answer, which comes once.</summary>
    public void Print(IReadOnlyList<GuestMessage> messages)
    {
    }

    public void PrintResult(RunResult result) => StandardStreams.Output.Write(answer(result));

    public void Dispose()
    {
    }
}
