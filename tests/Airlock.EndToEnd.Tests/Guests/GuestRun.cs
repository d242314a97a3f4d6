using Airlock.EndToEnd.Tests.Harness;

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

    public RunningProgram Start(byte[] image, params string[] options) => AirlockProgram.Start(
        ["run", "--input", Folder.Input, "--output", Folder.Output, .. options, Folder.WriteFile("guest.bin", image)]);

    /// <summary>Runs a guest that breaks the contract: exit code 4, these words, the output as it was.</summary>
    public void BreaksTheContract(Action<GuestAssembler> write, params string[] words)
    {
        Run(write, "--stall-timeout", "5").ShouldFail(4, words);
        Folder.ShouldHoldOldOutput("guest.bin");
    }

    public void Dispose() => Folder.Dispose();
}
