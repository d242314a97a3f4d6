using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// Disks that fail in the middle, with errors that a real kernel makes: exit code 1, and the old output is still there.
/// Each call failing at each stage is in <see cref="FaultTests"/>.
/// </summary>
public sealed class StorageFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StorageFaultTests()
    {
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_disk_that_fills_up_fails_the_copy()
    {
        Privileges.SkipUnlessRoot();
        _folder.WriteInput(4 << 20);
        Directory.CreateDirectory(_folder["small"]);

        // A disk of 1 MiB in a mount namespace of its own, gone with it; 9 says that what was there isn't any more.
        const string script = """
            exec unshare -m sh -c '
                mount -t tmpfs -o size=1m none "$3" && printf old >"$3/out.img" || exit 8
                "$1" copy $machine --force --messages none "$2" "$3/out.img"; code=$?
                [ "$(cat "$3/out.img")" = old ] && [ "$(ls -A "$3")" = out.img ] || exit 9
                exit $code' sh "$airlock" "$1" "$2"
            """;
        AirlockProgram.RunInShell(script, _folder.Input, _folder["small"]).ShouldFail(1, "No space left on device");
    }

    [SkippableFact]
    public void A_limit_on_the_size_of_files_fails_the_copy()
    {
        _folder.WriteInput(4 << 20);
        AirlockProgram.RunInShell("ulimit -f 2048; exec \"$airlock\" copy $machine \"$1\" \"$2\"", _folder.Input, _folder.Output)
            .ShouldFail(1, "too large");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void Sectors_that_cannot_be_read_are_reported_and_fail_the_copy()
    {
        Privileges.SkipWithoutLoopDevices();
        _folder.WriteSparseInput(1 << 20);
        using LoopDevice device = LoopDevice.Attach(_folder.Input);
        using (FileStream file = File.OpenWrite(_folder.Input))
        {
            // The device keeps its size, and fails where its file has none any more.
            file.SetLength(1 << 19);
        }

        ProgramResult read = RunningProgram.Start("dd", [$"if={device.Path}", "of=/dev/null", "bs=4096", "skip=128"]).Wait();
        Skip.If(read.ExitCode == 0, "Loop devices of this kernel read zeroes behind the end of their file.");

        ProgramResult result = AirlockProgram.Run("copy", device.Path, _folder.Output).ShouldFail(1, "read");
        Assert.Contains("[ERROR] error op=read device=input sector=", result.Output, StringComparison.Ordinal);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void A_flush_that_fails_fails_the_copy()
    {
        Privileges.SkipWithoutLoopDevices();
        _folder.WriteInput(4 << 20);
        Directory.CreateDirectory(_folder["small"]);

        // The device promises 4 MiB over a disk of 1 MiB: its cache takes every write, and the disk only a part.
        const string script = """
            exec unshare -m sh -c '
                mount -t tmpfs -o size=1m none "$3" && truncate -s 4m "$3/disk" || exit 8
                device=$(losetup --find --show "$3/disk") || exit 8
                "$1" copy $machine --messages none "$2" "$device"; code=$?
                losetup --detach "$device"
                exit $code' sh "$airlock" "$1" "$2"
            """;
        AirlockProgram.RunInShell(script, _folder.Input, _folder["small"]).ShouldFail(1, "Input/output error", "flush");
    }
}
