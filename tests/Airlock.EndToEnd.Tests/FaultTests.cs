using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// Each system call on the files failing at each stage: either the copy is complete, or the old output is still there.
/// Faults that a real kernel makes are in <see cref="StorageFaultTests"/>.
/// </summary>
[Trait("Concerns", "files")]
public sealed class FaultTests : IDisposable
{
    private const int Length = 2 << 20;

    private readonly TemporaryFolder _folder = new();

    public FaultTests()
    {
        _folder.WriteInput(Length);
        _folder.WriteOldOutput();
    }

    /// <summary>A call, which one of them is the first to fail, how, and what is said.</summary>
    public static TheoryData<string, int, int, string> FinalFaults => new()
    {
        { "read", 1, Fault.EIO, "read at byte" },
        { "read", 5, Fault.EIO, "read at byte" }, // a busy machine reads it all in a dozen calls
        { "pread", 3, Fault.EIO, "read at byte" },
        { "pwrite", 3, Fault.EIO, "write at byte" },
        { "write", 1, Fault.EIO, "write at byte" },
        { "write", 1, Fault.ENOSPC, "No space left on device" },
        { "write", 2, Fault.ENOSPC, "No space left on device" },
        { "write", 4, Fault.ENOSPC, "No space left on device" },
        { "write", 1, Fault.EDQUOT, "quota" },
        { "write", 4, Fault.EDQUOT, "quota" },
        { "write", 2, Fault.EFBIG, "File too large" },
        { "write", 2, Fault.EROFS, "Read-only file system" },
        { "ftruncate", 1, Fault.ENOSPC, "No space left on device" },
        { "ftruncate", 1, Fault.EDQUOT, "quota" },
        { "fsync", 1, Fault.EIO, "flushed" },
        { "fsync", 1, Fault.ENOSPC, "flushed" },
        { "fsync", 1, Fault.EDQUOT, "flushed" },
        { "rename", 1, Fault.ENOSPC, "its name" },
        { "rename", 1, Fault.EACCES, "its name" },
    };

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(FinalFaults))]
    public void A_fault_that_stays_fails_the_copy_and_leaves_the_old_output(
        string call, int at, int errno, string words)
    {
        var fault = new Fault(call, errno, Length) { At = at };
        foreach (Fault each in (ReadOnlySpan<Fault>)[fault, fault with { NoTemporaryFiles = true }])
        {
            Copy(each).ShouldFail(1, words);
            _folder.ShouldHoldOldOutput();
        }
    }

    [SkippableTheory]
    [InlineData("linkat", 1, Fault.EDQUOT)]
    [InlineData("linkat", 2, Fault.ENOSPC)] // the first fails by itself: there is an output
    [InlineData("tmpfile", 1, Fault.ENOSPC)]
    [InlineData("tmpfile", 1, Fault.EDQUOT)]
    public void A_nameless_file_that_cannot_be_had_or_named_leaves_the_old_output(string call, int at, int errno)
    {
        Copy(new Fault(call, errno, Length) { At = at }).ShouldFail(1);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableTheory]
    [InlineData("pread", 0)]
    [InlineData("pread", Fault.EINTR)]
    [InlineData("pwrite", 0)]
    [InlineData("pwrite", Fault.EINTR)]
    [InlineData("preadv", 0)]
    [InlineData("preadv", Fault.EINTR)]
    [InlineData("preadv", Fault.EIO)]
    [InlineData("pwritev", 0)]
    [InlineData("pwritev", Fault.EINTR)]
    [InlineData("pwritev", Fault.ENOSPC)]
    [InlineData("ftruncate", Fault.EINTR)]
    [InlineData("fsync", Fault.EINTR)]
    public void What_is_done_in_part_or_can_be_tried_again_is_no_failure(string call, int errno)
    {
        Copy(new Fault(call, errno, Length) { Count = 3 }).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }

    [SkippableFact]
    public void A_folder_that_cannot_be_flushed_is_told_though_the_output_is_complete()
    {
        var fault = new Fault("fsync", Fault.EIO, Length) { At = 2 };
        Copy(fault).ShouldFail(1, "complete", "folder");
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }

    /// <summary>
    /// By small requests, which are transferred many in a call and each for itself when that fails, or by large ones.
    /// </summary>
    private ProgramResult Copy(Fault fault)
    {
        string[] options = fault.Call is "pread" or "pwrite" ? ["--progress-step", "4096"] : ["--chunk-size", "4096"];
        return AirlockProgram.Run(fault, ["copy", .. options, _folder.Input, _folder.Output]);
    }
}
