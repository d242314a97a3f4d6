using System.CommandLine;
using System.CommandLine.Parsing;
using Airlock.Cli.Benchmarking;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock bench</c>: this program beside the copying programs that are installed here.</summary>
internal sealed class BenchCommand
{
    /// <summary>A sector for a hundredth of it: below that, there is nothing to measure.</summary>
    private const ulong SmallestSize = 100 * 512;

    private readonly Option<ulong?> _size = new("--size")
    {
        Description = "Size of the input (default: 1000000000); some parts take up to ten times of it. K, M and G are understood.",
        HelpName = "BYTES",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How often each command runs.",
        HelpName = "N",
        DefaultValueFactory = _ => BenchOptions.DefaultRounds,
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

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Measure only this; may be given more than once.",
        HelpName = string.Join('|', BenchParts.Names),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print results as JSON, one object a line." };

    public static Command Create()
    {
        var bench = new BenchCommand();
        var command = new Command("bench", "Measures copies beside dd, cp, qemu-img and QEMU, as far as they are installed.");
        bench.AddTo(command);
        command.SetAction(parsed => (int)bench.Run(parsed));
        return command;
    }

    public void AddTo(Command command)
    {
        _only.AcceptOnlyFromAmong(BenchParts.Names);
        _size.Validators.Add(result => RequireAtLeast(result, SmallestSize));
        _rounds.Validators.Add(result => RequireAtLeast(result, 1));
        foreach (Option option in new Option[] { _size, _rounds, _folder, _disk, _only, _json })
        {
            command.Options.Add(option);
        }
    }

    public BenchOptions ToBenchOptions(ParseResult parsed) => new()
    {
        Bytes = (long)(parsed.GetValue(_size) ?? BenchOptions.DefaultBytes),
        Rounds = parsed.GetValue(_rounds),
        Folder = parsed.GetRequiredValue(_folder),
        Disk = parsed.GetRequiredValue(_disk),
        Parts = parsed.GetValue(_only) is { Length: > 0 } names
            ? [.. BenchParts.All.Where(part => names.Contains(BenchParts.NameOf(part)))]
            : BenchParts.All,
    };

    private ExitCode Run(ParseResult parsed)
    {
        using var interrupt = new InterruptSource();
        bool json = parsed.GetValue(_json);
        try
        {
            using var progress = new BenchProgress();
            void Show(PartResult result)
            {
                progress.Clear();
                BenchPrinter.Print(result, json);
            }

            BenchRunner.Run(ToBenchOptions(parsed), progress.Report, Show, interrupt.Token);
            return ExitCode.Success;
        }
        catch (BenchException e)
        {
            Diagnostics.Say(e.Message);
            return e.ExitCode;
        }
        catch (IOException e)
        {
            Diagnostics.Say($"The benchmark's files can't be written: {e.Message}");
            return ExitCode.OperationFailed;
        }
        catch (OperationCanceledException)
        {
            Diagnostics.SayBriefly("The benchmark was interrupted; its files are gone.");
            return interrupt.ExitCode;
        }
    }

    private static void RequireAtLeast(OptionResult result, ulong least)
    {
        // Parts take multiples of the size, which must not wrap.
        const ulong most = long.MaxValue / 16;
        if (result.Tokens is [Token token, ..]
            && !(ByteSize.TryParse(token.Value, out ulong value) && value >= least && value <= most))
        {
            result.AddError($"'{token.Value}' is no value for {result.Option.Name}: give {least} or more.");
        }
    }
}
