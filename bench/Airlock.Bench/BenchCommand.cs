using System.CommandLine;
using System.CommandLine.Parsing;
using Airlock.Bench.Page;

namespace Airlock.Bench;

/// <summary>The command line of bench.sh.</summary>
internal sealed class BenchCommand
{
    /// <summary>A sector for a thousandth of it: below that, there is nothing to measure.</summary>
    private const long SmallestSize = 1000 * 512;

    /// <summary>Parts take multiples of the size, which must not wrap.</summary>
    private const long LargestSize = long.MaxValue / 16;

    /// <summary>For <c>--only</c>: page and charts follow results that were changed by hand.</summary>
    private const string NothingButPage = "page";

    private readonly Option<long?> _size = new("--size")
    {
        Description = "Size of the input in bytes, instead of each part's own; 'linear' takes up to ten times of it.",
        HelpName = "BYTES",
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How often each command runs.",
        HelpName = "N",
        DefaultValueFactory = _ => BenchOptions.DefaultRounds,
    };

    private readonly Option<MachineKind?> _machine = new("--machine")
    {
        Description = "The machine that airlock is told to use; otherwise it chooses.",
        HelpName = string.Join('|', Enum.GetValues<MachineKind>().Select(kind => kind.Name())),
    };

    private readonly Option<string> _folder = new("--folder")
    {
        Description = "A folder in memory, with room for twice the size.",
        HelpName = "DIR",
        DefaultValueFactory = _ => BenchOptions.DefaultFolder,
    };

    private readonly Option<string> _disk = new("--disk")
    {
        Description = "A folder on a disk.",
        HelpName = "DIR",
        DefaultValueFactory = _ => BenchOptions.DefaultDisk,
    };

    private readonly Option<string> _airlock = new("--airlock")
    {
        Description = "The airlock program to measure, instead of this checkout's.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Checkout.Airlock,
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Measure only this, or nothing (page); may be given more than once.",
        HelpName = string.Join('|', Names),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print results as JSON, one object a line." };

    private readonly Option<bool> _write = new("--write")
    {
        Description = "Keep the results in bench/results, and rewrite docs/performance.md and its charts from them.",
    };

    private static IEnumerable<string> Names =>
        BenchParts.All.Select(part => part.Name()).Append(InnerPieces.Name).Append(NothingButPage);

    public static RootCommand Create()
    {
        var bench = new BenchCommand();
        var command = new RootCommand(
            "Measures this checkout's airlock beside dd, cp, qemu-img and QEMU, as far as they are installed.");
        bench.AddTo(command);

        // On another thread, so that signals are looked for meanwhile.
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => bench.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    public void AddTo(Command command)
    {
        _only.AcceptOnlyFromAmong([.. Names]);
        _size.Validators.Add(result => RequireAtLeast(result, SmallestSize));
        _rounds.Validators.Add(result => RequireAtLeast(result, 1));
        _machine.AcceptOnlyFromAmong([.. Enum.GetValues<MachineKind>().Select(kind => kind.Name())]);
        Option[] options = [_size, _rounds, _machine, _folder, _disk, _airlock, _only, _json, _write];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    public BenchOptions ToBenchOptions(ParseResult parsed) => new()
    {
        Bytes = parsed.GetValue(_size),
        Rounds = parsed.GetValue(_rounds),
        Machine = parsed.GetValue(_machine),
        Folder = parsed.GetRequiredValue(_folder),
        Disk = parsed.GetRequiredValue(_disk),
        Airlock = parsed.GetRequiredValue(_airlock),
        Parts = parsed.GetValue(_only) is { Length: > 0 } names
            ? [.. BenchParts.All.Where(part => names.Contains(part.Name()))]
            : BenchParts.All,
    };

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            BenchOptions options = ToBenchOptions(parsed);
            Results? kept = parsed.GetValue(_write) ? Results.In(Checkout.Results) : null;
            void Show(PartResult result)
            {
                Console.Out.WriteLine(parsed.GetValue(_json) ? ResultJson.Line(result) : result.ToMarkdown());
                kept?.Keep(result);
            }

            if (options.Parts.Count > 0)
            {
                BenchRunner.Run(options, Console.Error.WriteLine, Show, cancellation);
            }

            if (parsed.GetValue(_only) is not { Length: > 0 } names || names.Contains(InnerPieces.Name))
            {
                InnerPieces.Measure(kept, cancellation);
            }

            kept?.WriteTo(Checkout.Docs);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("The benchmark was interrupted; its files are gone.");
            return Race.Interrupted;
        }
        catch (Exception e) when (e is BenchException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void RequireAtLeast(OptionResult result, long least)
    {
        if (result.Tokens is [Token token, ..]
            && !(long.TryParse(token.Value, out long value) && value >= least && value <= LargestSize))
        {
            result.AddError($"'{token.Value}' is no value for {result.Option.Name}: give {least} or more.");
        }
    }
}
