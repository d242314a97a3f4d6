using Airlock.Abi.Machine;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Airlock.Vmm.Jobs;

/// <summary>How a <see cref="DiskJob"/> is run. The defaults are the contract's.</summary>
public sealed record DiskJobOptions
{
    /// <summary>The program; null for the copy guest that is shipped with the library.</summary>
    public GuestImage? Guest { get; init; }

    /// <summary>Guest RAM in bytes: a multiple of 2 MiB from 8 MiB up to 256 MiB.</summary>
    public ulong MemoryBytes { get; init; } = MemoryMap.DefaultRamSize;

    /// <summary>
    /// Which make of the machine: KVM, process, or what this host has (auto). <see cref="RunResult.Machine"/> says
    /// which it was.
    /// </summary>
    public MachineKind Machine { get; init; } = MachineKind.Auto;

    /// <summary>Hears which make it is, on the thread of the run, when the files are open and before the machine starts.</summary>
    public Action<MachineChoice>? OnMachineChosen { get; init; }

    /// <summary>Privilege that the guest starts with: 3, or 0 for guests that manage the CPU themselves.</summary>
    public int Ring { get; init; } = 3;

    /// <summary>The run ends when for that long no request was completed and no message arrived.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that the whole run may take.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How the guest reports.</summary>
    public MessageMode Messages { get; init; } = MessageMode.Protobuf;

    /// <summary>On which way messages travel. A guest that knows only COM1 may use that with each of them.</summary>
    public Transport Transport { get; init; } = Transport.Shared;

    /// <summary>Whether KVM may collect bytes written to COM1, so that each needn't be an exit; off to measure what that saves.</summary>
    public bool CoalesceSerial { get; init; } = true;

    /// <summary>Sectors between two progress marks; null for the contract's rule.</summary>
    public ulong? ProgressStep { get; init; }

    /// <summary>Largest request in bytes, a multiple of 512; null for the guest's own choice.</summary>
    public ulong? ChunkBytes { get; init; }

    /// <summary>
    /// What becomes of holes in the input: passed over (auto), and zeroes in the data with them (always), or everything
    /// is read and written (never).
    /// </summary>
    public SparseMode Sparse { get; init; } = SparseMode.Auto;

    /// <summary>
    /// How many machines a conversion takes at the same time, each for a part of the disk; null for as many as there are
    /// processors where the image has something to decompress, else one. Other jobs have one.
    /// </summary>
    public int? Machines { get; init; }

    /// <summary>Which files are reached past the page cache.</summary>
    public DirectIo Direct { get; init; }

    /// <summary>Whether what a larger output device has behind the image is zeroed, when the run has succeeded.</summary>
    public bool ZeroRest { get; init; }

    /// <summary>Hears, on the thread of the run and before the machine starts, what a larger output device keeps behind the image.</summary>
    public Action<DeviceRest>? OnDeviceRest { get; init; }

    /// <summary>
    /// Whether an output that is a regular file is written into, rather than replaced when it is complete. Then it keeps its
    /// other names, owner, rights and attributes, and may be mounted by itself; but what was in it is lost with the first write,
    /// and a run that fails leaves it damaged. It has to be there.
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>
    /// Whether an output is written all the same that is write-protected, that would be lost to its owner by being replaced, or
    /// whose file system says that it has too little room.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// Starts the process that the machine runs in; null to run it in this one. A worker gives up every right that it
    /// doesn't need, which a library can't do to the process that uses it. Called for each machine, from any thread; the machine's end
    /// is the worker's.
    /// </summary>
    /// <example><code>Worker = () => WorkerProcess.Start("/usr/bin/airlock")</code></example>
    public Func<WorkerProcess>? Worker { get; init; }

    /// <summary>Where diagnostics and the guest's COM2 text go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal OutputRules OutputRules => new(InPlace, Force);

    /// <exception cref="AirlockException">An option is out of range.</exception>
    internal void Validate()
    {
        Require(MemoryBytes % MemoryMap.LargePageSize == 0 && MemoryBytes is >= MemoryMap.DefaultRamSize and <= MemoryMap.MaxRamSize,
            $"Guest memory must be a multiple of 2 MiB from {MemoryMap.DefaultRamSize >> 20} MiB to {MemoryMap.MaxRamSize >> 20} MiB.");
        Require(Ring is 0 or 3, "A guest starts in ring 3 or ring 0.");
        Require(Enum.IsDefined(Machine), "The machine must be auto, kvm or process.");
        Require(Ring == 3 || Machine != MachineKind.Process, "Ring 0 needs KVM: the process machine runs programs in ring 3 only.");
        Require(StallTimeout > TimeSpan.Zero || StallTimeout == Timeout.InfiniteTimeSpan, "The stall timeout must be more than zero.");
        Require(TimeLimit > TimeSpan.Zero || TimeLimit == Timeout.InfiniteTimeSpan, "The time limit must be more than zero.");
        Require(Enum.IsDefined(Transport), "The transport must be serial, console or shared.");
        Require(ProgressStep is null or > 0, "The progress step must be at least one sector.");
        Require(ChunkBytes is null || (ChunkBytes > 0 && ChunkBytes % 512 == 0), "The chunk size must be a multiple of 512 bytes.");
        Require(Direct == DirectIo.None || ChunkBytes is null || ChunkBytes % 4096 == 0,
            "With direct I/O, the chunk size must be a multiple of 4096 bytes.");
        Require(Sparse is >= SparseMode.Auto and <= SparseMode.Never, "Holes are passed over as far as auto, always or never says.");
        Require(Machines is null or (>= 1 and <= ConvertParts.MaxMachines), $"A conversion takes from 1 to {ConvertParts.MaxMachines} machines.");
        Require((Direct & ~DirectIo.Both) == 0, "Direct I/O is for the input, the output or both.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new AirlockException(AirlockError.Usage, message);
        }
    }
}
