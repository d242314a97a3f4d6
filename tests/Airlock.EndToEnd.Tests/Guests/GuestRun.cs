using System.Globalization;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Protocol;
using Airlock.Vmm;
using Airlock.Vmm.Images;

namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>Runs assembled guests with <c>airlock run</c> over a small input and an old output.</summary>
internal sealed class GuestRun : IDisposable
{
    public GuestRun(int inputLength = 1024)
    {
        Folder.WriteInput(inputLength);
        Folder.WriteOldOutput();
    }

    public TemporaryFolder Folder { get; } = new();

    public ProgramResult Run(Action<GuestAssembler> write, params string[] options) =>
        RunImage(GuestAssembler.Assemble(write), options);

    public ProgramResult RunImage(byte[] image, params string[] options) => Start(image, options).Wait();

    /// <summary>
    /// The same through the library, in this process: no program starts, which takes a second or two where the processor
    /// is emulated.
    /// </summary>
    public RunResult RunInProcess(Action<GuestAssembler> write, params string[] options)
    {
        TestMachine.SkipIfMissing(options);
        GuestImage guest = GuestImage.Load(Folder.WriteFile("guest.bin", GuestAssembler.Assemble(write)));
        DiskJobOptions job = TestMachine.JobOptions with { Guest = guest };
        foreach (string[] option in TestTime.ScaleOptions(options).Chunk(2))
        {
            job = Apply(job, option[0], option[1]);
        }

        return new DiskJob(Folder.Input, Folder.Output, job).Run();
    }

    public RunningProgram Start(byte[] image, params string[] options) => AirlockProgram.Start(
        ["run", "--input", Folder.Input, "--output", Folder.Output, .. options, Folder.WriteFile("guest.bin", image)]);

    /// <summary>Runs a guest that breaks the contract: exit code 4, these words, the output as it was.</summary>
    public void BreaksTheContract(Action<GuestAssembler> write, params string[] words)
    {
        Run(write, "--stall-timeout", "5").ShouldFail(4, words);
        Folder.ShouldHoldOldOutput("guest.bin");
    }

    public void Dispose() => Folder.Dispose();

    private static DiskJobOptions Apply(DiskJobOptions job, string option, string value) => option switch
    {
        "--ring" => job with { Ring = int.Parse(value, CultureInfo.InvariantCulture) },
        "--messages" => job with { Messages = Enum.Parse<MessageMode>(value, ignoreCase: true) },
        "--transport" => job with { Transport = Enum.Parse<Transport>(value, ignoreCase: true) },
        "--stall-timeout" => job with { StallTimeout = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
        _ => throw new ArgumentException($"The library's options lack {option}."),
    };
}
