using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Files that can't be looked at or opened: what is told, and by which exit code.</summary>
[Trait("Concerns", "files")]
public sealed class LookTests : IDisposable
{
    private const int Length = 70_000;

    private readonly TemporaryFolder _folder = new();

    public LookTests()
    {
        _folder.WriteInput(Length);
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>As the seccomp profile of an older container runtime does, or an older kernel.</summary>
    [SkippableTheory]
    [InlineData(Fault.EPERM)]
    [InlineData(Fault.ENOSYS)]
    public void Where_statx_is_refused_the_older_call_does(int errno)
    {
        AirlockProgram.Run(new Fault("statx", errno, Length), "copy", _folder.Input, _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableTheory]
    [InlineData("statx", Fault.EACCES, 2, "Permission denied")]
    [InlineData("statx", Fault.ENOMEM, 3, "no memory is left")]
    [InlineData("statx", Fault.EIO, 1, "Input/output error")]
    [InlineData("open", Fault.EACCES, 2, "Permission denied")]
    [InlineData("open", Fault.EMFILE, 3, "ulimit -n")]
    [InlineData("open", Fault.ENFILE, 3, "fs.file-max")]
    [InlineData("open", Fault.ENOMEM, 3, "no memory is left")]
    [InlineData("open", Fault.EIO, 1, "Input/output error")]
    public void Why_an_input_cannot_be_had_is_told(string call, int errno, int exitCode, string words)
    {
        AirlockProgram.Run(new Fault(call, errno, Length), "copy", _folder.Input, _folder.Output)
            .ShouldFail(exitCode, "The input", words);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableTheory]
    [InlineData("statx", Fault.EACCES, 2, "Permission denied")]
    [InlineData("tmpfile", Fault.EMFILE, 3, "ulimit -n")]
    [InlineData("tmpfile", Fault.ENOMEM, 3, "no memory is left")]
    public void Why_an_output_cannot_be_had_is_told(string call, int errno, int exitCode, string words)
    {
        var fault = new Fault(call, errno, Length) { At = call == "statx" ? 3 : 1 };
        AirlockProgram.Run(fault, "copy", _folder.Input, _folder.Output).ShouldFail(exitCode, "The output", words);
        _folder.ShouldHoldOldOutput();
    }
}
