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

    /// <summary>The first of each is the probe, before anything is copied; the last is the commit.</summary>
    [SkippableTheory]
    [InlineData("linkat", 1, Fault.EDQUOT, "can't be created")]
    [InlineData("linkat", 3, Fault.ENOSPC, "its name")] // the second fails by itself: there is an output
    [InlineData("tmpfile", 1, Fault.ENOSPC, "can't be created")]
    [InlineData("tmpfile", 2, Fault.EDQUOT, "can't be created")]
    [InlineData("renameat", 1, Fault.ENOSPC, "can't be created")]
    [InlineData("renameat", 2, Fault.ENOSPC, "its name")]
    [InlineData("renameat", 2, Fault.EACCES, "its name")]
    public void A_file_that_cannot_be_had_or_named_leaves_the_old_output(string call, int at, int errno, string words)
    {
        Copy(new Fault(call, errno, Length) { At = at, Count = 1 }).ShouldFail(1, words);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableTheory]
    [InlineData(2, Fault.ENOSPC, 1, "can't be created")]
    [InlineData(2, Fault.EPERM, 2, "can't be created")]
    [InlineData(3, Fault.EACCES, 1, "its name")]
    public void So_does_one_that_has_had_a_hidden_name(int at, int errno, int exitCode, string words)
    {
        Copy(new Fault("renameat", errno, Length) { At = at, NoTemporaryFiles = true }).ShouldFail(exitCode, words);
        _folder.ShouldHoldOldOutput();
    }

    /// <summary>As some filters, profiles and file systems in user space have it.</summary>
    [SkippableTheory]
    [InlineData(Fault.EPERM)]
    [InlineData(Fault.EACCES)]
    [InlineData(Fault.EOPNOTSUPP)]
    public void Where_nameless_files_cannot_be_named_the_output_has_a_hidden_name(int errno)
    {
        Copy(new Fault("linkat", errno, Length)).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
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

    /// <summary>As a file server has one: opening without waiting fails, until it is given back.</summary>
    [SkippableFact]
    public void A_lease_on_the_input_is_waited_for()
    {
        Copy(new Fault("open", Fault.EAGAIN, Length) { Count = 1 }).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
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
