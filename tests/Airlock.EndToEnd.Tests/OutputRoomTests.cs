using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Where an output can't be kept, or hasn't room.</summary>
public sealed class OutputRoomTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputRoomTests()
    {
        _folder.WriteInput(3 << 20);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_mistyped_device_is_no_new_file()
    {
        Privileges.SkipUnlessRoot();
        const string name = "/dev/sdzz9";
        AirlockProgram.RunWithoutMachine("copy", _folder.Input, name).ShouldFail(2, name, "check the name");
        Assert.False(File.Exists(name));
    }

    [SkippableTheory]
    [InlineData("/proc/airlock.img")]
    [InlineData("/sys/airlock.img")]
    [InlineData("/sys/kernel/debug/airlock.img")]
    [InlineData("/proc/self/comm")]
    public void Nor_is_one_among_the_kernels_own(string name)
    {
        AirlockProgram.RunWithoutMachine("copy", _folder.Input, name).ShouldFail(2, name);
    }

    [SkippableFact]
    public void Too_little_room_is_told_at_the_start_unless_one_insists()
    {
        ProgramResult result = InSmallFolder("");
        result.ShouldFail(1, "needs 3145728 bytes", "free", "--force");
        Assert.Empty(result.Output);
        InSmallFolder("--force").ShouldFail(1, "No space left on device");
    }

    [SkippableFact]
    public void Holes_need_no_room()
    {
        File.WriteAllBytes(_folder.Input, new byte[100_000]);
        using (FileStream file = File.OpenWrite(_folder.Input))
        {
            file.SetLength(64 << 20);
        }

        Assert.Equal(0, InSmallFolder("").ExitCode);
        InSmallFolder("--sparse never").ShouldFail(1, "needs 67108864 bytes");
    }

    /// <summary>With 1 MiB of room.</summary>
    private ProgramResult InSmallFolder(string options)
    {
        Privileges.SkipUnlessRoot();
        const string script = """
            mkdir -p "$2" && exec unshare -m sh -c 'mount -t tmpfs -o size=1M none "$2" && exec "$0" copy $machine $3 "$1" "$2/out.img"' \
                "$airlock" "$@"
            """;
        return AirlockProgram.RunInShell(script, _folder.Input, _folder["small"], options);
    }
}
