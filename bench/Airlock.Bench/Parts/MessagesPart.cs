namespace Airlock.Bench.Parts;

/// <summary>
/// What messages cost: a copy that reports every 10 sectors, over each transport, in each form, beside one that
/// doesn't.
/// </summary>
internal static class MessagesPart
{
    private const string Step = "10";

    /// <summary>The longer a message takes, the smaller its transport's share of the data.</summary>
    private static readonly (string Transport, long Share)[] s_transports =
        [("shared", 1), ("console", 5), ("serial", 50), ("serial-plain", 500)];

    public static PartResult Run(BenchContext context)
    {
        long bytes = context.BytesOf(BenchPart.Messages);
        if (context.LackFor(bytes, context.Output) is { } lack)
        {
            return context.Result(BenchPart.Messages, bytes, [], lack);
        }

        var rows = new List<RowResult>();
        foreach ((string transport, long share) in s_transports)
        {
            context.MakeInput(bytes / share);
            Contestant[] contestants =
            [
                Job(context, transport, "none"), Job(context, transport, "text"), Job(context, transport, "protobuf"),
            ];
            rows.AddRange(context.Compare($"messages, {transport}", contestants, context.Output, context.Options.Rounds)
                .Select(row => row with { Group = transport, Bytes = bytes / share }));
        }

        return context.Result(BenchPart.Messages, bytes, rows);
    }

    private static Contestant Job(BenchContext context, string transport, string form) => context.Job(
        form, context.Input, context.Output, "--transport", transport, "--messages", form, "--progress-step", Step);
}
