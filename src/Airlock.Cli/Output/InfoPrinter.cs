using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>Shows what an image is: a table for people, or one JSON object.</summary>
/// <param name="report">Puts together what is known in the end.</param>
internal sealed class InfoPrinter(bool json, Func<InfoResultMessage?, Refusal?, ImageReport> report) : IMessagePrinter
{
    /// <summary>The messages are the way to the answer, which comes once.</summary>
    public void Print(IReadOnlyList<GuestMessage> messages)
    {
    }

    public void PrintResult(RunResult result)
    {
        bool isAnswer = result.Outcome == RunOutcome.Succeeded || (json && result.Outcome == RunOutcome.Refused);
        if (isAnswer)
        {
            ImageReport image = report(result.Info, result.Refusal);
            StandardStreams.Output.Write(
                json ? ImageReportJson.Of(image) : ImageReportTable.Of(image, Terminal.WidthOf(StandardStreams.StandardOutput)));
        }
    }

    public void Dispose()
    {
    }
}
