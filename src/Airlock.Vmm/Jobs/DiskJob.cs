using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// One run of a guest over an input and an output: by default, a copy. What stands under the output's name stays
/// untouched until the run has succeeded.
/// </summary>
/// <example>
/// <code>
/// var job = new DiskJob("in.img", "out.img");
/// await foreach (GuestMessage message in job.RunAsync(cancellationToken))
///     Console.WriteLine(MessageText.Format(message));
/// Console.WriteLine(job.Result!.Outcome);
/// </code>
/// </example>
public sealed class DiskJob : Job
{
    private readonly string _inputPath;
    private readonly string _outputPath;

    /// <param name="inputPath">A regular file or a block device.</param>
    /// <param name="outputPath">A file to create or replace, or a block device to write in place.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A path is empty, or no file can have that name.</exception>
    /// <remarks>A byte b of a path that isn't UTF-8 is U+DC00 + b in its string, as Python's PEP 383 has it.</remarks>
    public DiskJob(string inputPath, string outputPath, DiskJobOptions? options = null)
        : this(inputPath, outputPath, options, Hypervisors.Open)
    {
    }

    /// <param name="open">Opens a make of the machine.</param>
    internal DiskJob(string inputPath, string outputPath, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(options, open)
    {
        CheckName(inputPath);
        CheckName(outputPath);
        _inputPath = inputPath;
        _outputPath = outputPath;
    }

    private protected override RunResult RunWith(JobContext context)
    {
        using InputFile input = OpenInput(_inputPath);

        // With zeroes looked for, too, nobody knows beforehand how much is written.
        ulong needed = Options.Sparse == SparseMode.Always ? 0 : input.BytesToWrite(passOverHoles: Options.Sparse == SparseMode.Auto);
        using OutputTarget output = OpenOutput(_outputPath, input, input.Length, needed);
        JobOperation operation = Options.Guest is { } guest ? new ForeignOperation(guest) : new CopyOperation(input.Length);
        return context.RunMachine(new JobFiles(input, output), operation);
    }
}
