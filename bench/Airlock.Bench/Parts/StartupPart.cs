namespace Airlock.Bench.Parts;

/// <summary>The smallest job, from the start of the process to its end: what it costs to be there at all.</summary>
internal static class StartupPart
{
    /// <summary>The runs are short, and noise is long.</summary>
    private const int RoundsPerRound = 3;

    public static PartResult Run(BenchContext context)
    {
        // Whatever size is asked for: more would measure the copy.
        long bytes = BenchPart.Startup.UsualBytes();
        (string input, string output) = (context.Input, context.Output);
        context.MakeInput(bytes);
        var contestants = new List<Contestant>
        {
            new("dd", InstalledPrograms.Require("dd"), $"if={input}", $"of={output}", "bs=1M"),
            new("true", InstalledPrograms.Require("true")),
            new("airlock --version", context.Options.Airlock, "--version"),
            context.Job("airlock copy", input, output),
        };
        AddRivals(contestants);
        if (MicroVm.Contestant(context.Folders.Memory) is { } microVm)
        {
            contestants.Add(microVm);
        }

        int rounds = context.Options.Rounds * RoundsPerRound;
        List<RowResult> rows = context.Compare(BenchPart.Startup.Name(), contestants, output, rounds);
        return context.Result(BenchPart.Startup, bytes, rows) with { Rounds = rounds };
    }

    /// <summary>The programs of bench/Rivals that are built.</summary>
    private static void AddRivals(List<Contestant> contestants)
    {
        (string name, string file)[] empty = [("empty program in C", "empty-c"), ("empty program in C#, AOT", "Empty")];
        foreach ((string name, string file) in empty)
        {
            contestants.AddIfInstalled(name, Path.Combine(Checkout.Rivals, file));
        }

        string hello = Path.Combine(Checkout.Rivals, "hello.dll");
        if (File.Exists(hello))
        {
            contestants.AddIfInstalled("dotnet hello.dll", "dotnet", hello);
        }
    }
}
