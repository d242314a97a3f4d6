using System.CommandLine;
using System.Globalization;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Targets;

namespace Airlock.Fuzz;

/// <summary>TARGET and options, and what is printed.</summary>
internal static class CommandLine
{
    private const int FoundSomething = 1;

    /// <summary>Findings lie beside the program until somebody looks at them.</summary>
    private static readonly string s_findings = Path.Combine(AppContext.BaseDirectory, "findings");

    public static RootCommand Create()
    {
        string names = string.Join(", ", TargetList.Names);
        Argument<string> target = new("TARGET") { Description = $"What to fuzz: {names}." };
        target.AcceptOnlyFromAmong([.. TargetList.Names]);
        Option<int> seconds = new("--seconds") { Description = "How long.", DefaultValueFactory = _ => 10 };
        Option<ulong> seed = new("--seed") { Description = "Decides on the mutations.", DefaultValueFactory = _ => 1 };
        Option<string?> corpus = new("--corpus") { Description = "A folder of more inputs; new ones are added." };
        Option<string?> replay = new("--replay") { Description = "Runs one input, and nothing else." };
        Option<string?> keep = new("--keep") { Description = "Copies what meets all edges into a folder, and ends." };
        var command = new RootCommand("Throws bytes at a part of Airlock and looks whether its promises hold.")
        {
            target, seconds, seed, corpus, replay, keep,
        };
        command.SetAction((result, cancellation) => Task.FromResult(
            result.GetValue(replay) is { } file
                ? Replay(result.GetValue(target)!, file)
                : Fuzz(
                    new FuzzOptions(
                        result.GetValue(target)!, TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(seed),
                        result.GetValue(corpus), result.GetValue(keep)),
                    cancellation)));
        return command;
    }

    private static int Replay(string target, string file)
    {
        using var session = new Session(TargetList.Of(target), seed: 1);
        return Tell(target, session.Replay([File.ReadAllBytes(file)]));
    }

    private static int Fuzz(FuzzOptions options, CancellationToken cancellation)
    {
        using var session = new Session(TargetList.Of(options.Target), options.Seed);
        string current = Path.Combine(s_findings, $"{options.Target}-{Environment.ProcessId}.current");
        using var currentCase = new CurrentCase(current, session.MaxInputLength);
        session.OnCase = currentCase.Note;
        if (options.Keep is { } keep)
        {
            session.OnNewEdge = input => Corpus.WriteFile(keep, input);
        }

        Finding? finding = session.Replay(options.Inputs());
        if (finding is null && options.Keep is null)
        {
            session.OnNew = options.Corpus is { } folder ? input => Corpus.WriteFile(folder, input) : null;
            FuzzReport report = session.Run(options.Time, cancellation);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Target}: {report.Cases} cases in {report.Elapsed.TotalSeconds:0} s, "
                + $"{report.CasesPerSecond:0} a second, {report.NewInputs} new inputs, {report.Edges} edges"));
            finding = report.Finding;
        }

        return Tell(options.Target, finding);
    }

    private static int Tell(string target, Finding? finding)
    {
        if (finding is null)
        {
            return 0;
        }

        string file = Corpus.WriteFile(s_findings, finding.Input);
        Console.Error.WriteLine(finding.Exception);
        Console.Error.WriteLine(
            $"Replay it: dotnet run -c Release --project tests/Airlock.Fuzz -- {target} --replay {file}");
        return FoundSomething;
    }
}
