using System.CommandLine;
using Airlock.Cli.Launch;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Extensions.Logging;

namespace Airlock.Cli.Commands;

/// <summary>The options of commands that run a machine.</summary>
internal sealed class JobOptions
{
    /// <summary>launch.c looks for it, too, before anything is parsed.</summary>
    public const string NoSandbox = "--no-sandbox";

    private const string SerialPlain = "serial-plain";

    private static readonly DiskJobOptions s_defaults = new();

    private readonly Option<double?> _stallTimeout = new("--stall-timeout")
    {
        Description = "End the run when for that long no request was completed and no message arrived (default: 30).",
        HelpName = "SECONDS",
        CustomParser = Values.ParseSeconds,
    };

    private readonly Option<double?> _timeLimit = new("--time-limit")
    {
        Description = "End the run after that long in any case.",
        HelpName = "SECONDS",
        CustomParser = Values.ParseSeconds,
    };

    private readonly Option<ulong?> _progressStep = new("--progress-step")
    {
        Description = "Sectors between two progress messages (default: a hundredth of the disk, at least 10).",
        HelpName = "SECTORS",
        CustomParser = Values.ParseCount,
    };

    private readonly Option<ulong?> _chunkSize = new("--chunk-size")
    {
        Description = "Largest single request, a multiple of 512; K, M and G are understood (default: 512K).",
        HelpName = "BYTES",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<ulong?> _memory = new("--memory")
    {
        Description = "Guest RAM, from 8M to 256M in steps of 2M (default: 8M).",
        HelpName = "BYTES",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<string> _machine = new Option<string>("--machine")
    {
        Description = "The make of the machine: kvm, process (no KVM needed), or what this host has (auto, the default).",
    }.Choosing("auto", "kvm", "process");

    private readonly Option<ulong?> _ring = new("--ring")
    {
        Description = "Privilege that the guest starts with: 3 (default), or 0 for guests that manage the CPU themselves.",
        HelpName = "0|3",
        CustomParser = Values.ParseCount,
    };

    private readonly Option<string> _messages = new Option<string>("--messages")
    {
        Description = "How the guest reports: protobuf (typed, the default), text (the predecessor's lines) or none (errors and the end only).",
    }.Choosing("protobuf", "text", "none");

    private readonly Option<string> _transport = new Option<string>("--transport")
    {
        Description = "How messages travel: shared (a ring in guest RAM, the default), console (virtio), serial (COM1), or serial-plain (an exit for each byte).",
    }.Choosing("shared", "console", "serial", SerialPlain);

    private readonly Option<string> _sparse = new Option<string>("--sparse")
    {
        Description = "Pass over the input's holes (auto, the default), over zeroes in its data too (always), or copy everything (never).",
    }.Choosing("auto", "always", "never");

    private readonly Option<ulong?> _machines = new("--machines")
    {
        Description = "Machines that convert parts of the disk at the same time, from 1 to 64 (default: one a processor for compressed images, else 1).",
        HelpName = "COUNT",
        CustomParser = Values.ParseCount,
    };

    private readonly Option<bool> _direct = new("--direct") { Description = "Read and write past the page cache (O_DIRECT)." };

    private readonly Option<bool> _directInput = new("--direct-input") { Description = "Read past the page cache." };

    private readonly Option<bool> _directOutput = new("--direct-output") { Description = "Write past the page cache." };

    private readonly Option<bool> _zeroRest = new("--zero-rest")
    {
        Description = "Zero what an output device that is larger than the image has behind it.",
    };

    private readonly Option<bool> _inPlace = new("--in-place")
    {
        Description = "Write into the file OUTPUT rather than replace it: it stays the same file, and a run that fails leaves it damaged.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Also write an output that is write-protected, that its owner would lose by its being replaced, or that seems to have too little room.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print messages and the result as JSON, one object a line." };

    private readonly Option<string> _output = new Option<string>("--output")
    {
        Description = "How to answer, in the words of qemu-img: human (the default), or json, which is --json.",
    }.Choosing("human", "json");

    private readonly Option<string> _progress = new Option<string>("--progress")
    {
        Description = "Show messages as lines or as a live bar (auto, the default: a bar on a terminal).",
    }.Choosing("auto", "bar", "lines");

    private readonly Option<bool> _noSandbox = new(NoSandbox) { Description = "Run the machine in this process, which keeps all of its rights." };

    private readonly Option<bool> _stats = new("--stats") { Description = "Print the run's counters to standard error." };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log what happens, and the guest's debug text, to standard error." };

    public void AddTo(Command command)
    {
        command.AddGroup(
            "Everyday options", _progress, _json, _sparse, _inPlace, _zeroRest, _force, _timeLimit, _stallTimeout, _machine, _verbose);
        command.AddGroup("Options for guests and the machine", _memory, _chunkSize, _ring, _messages, _transport, _progressStep, _noSandbox);
        command.AddGroup("Options for measuring", _stats, _direct, _directInput, _directOutput);
    }

    /// <summary>Those that there is a use for where the image guest writes an output.</summary>
    public void AddConvertingTo(Command command)
    {
        command.AddGroup(
            "Everyday options", _progress, _json, _inPlace, _zeroRest, _force, _timeLimit, _stallTimeout, _machine, _verbose);
        command.AddGroup("Options for the machine", _machines, _memory, _transport, _progressStep, _noSandbox);
        command.AddGroup("Options for measuring", _stats, _direct, _directInput, _directOutput);
    }

    /// <summary>Those that there is a use for where nothing is written.</summary>
    public void AddReadOnlyTo(Command command)
    {
        command.AddGroup("Everyday options", _json, _output, _timeLimit, _stallTimeout, _machine, _verbose);
        command.AddGroup("Options for the machine", _memory, _transport, _noSandbox);
        command.AddGroup("Options for measuring", _stats, _directInput);
    }

    public DiskJobOptions ToDiskJobOptions(ParseResult parsed, ILoggerFactory loggers) => new()
    {
        Machine = MachineIn(parsed),
        StallTimeout = parsed.GetValue(_stallTimeout) is { } stall ? TimeSpan.FromSeconds(stall) : s_defaults.StallTimeout,
        TimeLimit = parsed.GetValue(_timeLimit) is { } limit ? TimeSpan.FromSeconds(limit) : Timeout.InfiniteTimeSpan,
        ProgressStep = parsed.GetValue(_progressStep),
        ChunkBytes = parsed.GetValue(_chunkSize),
        MemoryBytes = parsed.GetValue(_memory) ?? s_defaults.MemoryBytes,
        Ring = (int)Math.Min(parsed.GetValue(_ring) ?? (ulong)s_defaults.Ring, int.MaxValue),
        Messages = MessagesIn(parsed),
        Transport = parsed.GetValue(_transport) switch
        {
            "console" => Transport.Console,
            "serial" or SerialPlain => Transport.Serial,
            _ => Transport.Shared,
        },
        CoalesceSerial = parsed.GetValue(_transport) != SerialPlain,
        Sparse = SparseIn(parsed),
        Machines = parsed.GetValue(_machines) is { } machines ? (int)Math.Min(machines, int.MaxValue) : null,
        Direct = (parsed.GetValue(_direct) ? DirectIo.Both : DirectIo.None)
            | (parsed.GetValue(_directInput) ? DirectIo.Input : DirectIo.None)
            | (parsed.GetValue(_directOutput) ? DirectIo.Output : DirectIo.None),
        ZeroRest = parsed.GetValue(_zeroRest),
        InPlace = parsed.GetValue(_inPlace),
        Force = parsed.GetValue(_force),
        Worker = IsSandboxed(parsed) ? EarlyWorker.Take : null,
        LoggerFactory = loggers,
    };

    public MessageMode MessagesIn(ParseResult parsed) => parsed.GetValue(_messages) switch
    {
        "text" => MessageMode.Text,
        "none" => MessageMode.None,
        _ => MessageMode.Protobuf,
    };

    private MachineKind MachineIn(ParseResult parsed) => parsed.GetValue(_machine) switch
    {
        "kvm" => MachineKind.Kvm,
        "process" => MachineKind.Process,
        _ => MachineKind.Auto,
    };

    private SparseMode SparseIn(ParseResult parsed) => parsed.GetValue(_sparse) switch
    {
        "always" => SparseMode.Always,
        "never" => SparseMode.Never,
        _ => SparseMode.Auto,
    };

    /// <summary>The largest time there is without the option.</summary>
    public TimeSpan TimeLimit(ParseResult parsed) =>
        parsed.GetValue(_timeLimit) is { } limit ? TimeSpan.FromSeconds(limit) : TimeSpan.MaxValue;

    public bool IsSandboxed(ParseResult parsed) => !parsed.GetValue(_noSandbox);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json) || parsed.GetValue(_output) == "json";

    public bool Stats(ParseResult parsed) => parsed.GetValue(_stats);

    public bool Verbose(ParseResult parsed) => parsed.GetValue(_verbose);

    public string Progress(ParseResult parsed) => parsed.GetValue(_progress) ?? "auto";
}
