using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Block devices on either side.</summary>
public sealed class BlockDeviceTests : IDisposable
{
    private const int Length = 3 << 20;

    private readonly TemporaryFolder _folder = new();

    public BlockDeviceTests()
    {
        Privileges.SkipWithoutLoopDevices();
        _folder.WriteInput(Length);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_block_device_is_copied_to_a_file()
    {
        using LoopDevice device = LoopDevice.Attach(_folder.Input, "--read-only");
        AirlockProgram.Run("copy", device.Path, _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void A_file_is_copied_to_a_block_device_of_its_size()
    {
        MakeDisk(Length);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            AirlockProgram.Run("copy", _folder.Input, device.Path).ShouldSucceed();
        }

        FileContent.ShouldBeEqual(_folder.Input, _folder["disk"]);
    }

    [SkippableFact]
    public void What_lies_behind_the_input_on_a_larger_device_stays_and_a_line_says_so()
    {
        byte[] disk = MakeDisk(Length + 4096);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            ProgramResult result = AirlockProgram.Run("copy", _folder.Input, device.Path);
            Assert.Equal(0, result.ExitCode);
            Assert.Matches($@"\Aairlock: [^\n]* 4096 bytes from byte {Length} on keep [^\n]*--zero-rest[^\n]*\n\z", result.Error);
        }

        byte[] after = File.ReadAllBytes(_folder["disk"]);
        Assert.True(after.AsSpan(0, Length).SequenceEqual(File.ReadAllBytes(_folder.Input)));
        Assert.True(after.AsSpan(Length).SequenceEqual(disk.AsSpan(Length)));
    }

    [SkippableTheory]
    [InlineData(Length)]
    [InlineData(Length - 700)]
    public void It_is_zeroed_if_one_asks_for_that(int length)
    {
        MakeDisk(Length + (20 << 20));
        _folder.WriteInput(length);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            AirlockProgram.Run("copy", "--zero-rest", _folder.Input, device.Path).ShouldSucceed();
        }

        byte[] after = File.ReadAllBytes(_folder["disk"]);
        Assert.True(after.AsSpan(0, length).SequenceEqual(File.ReadAllBytes(_folder.Input)));
        Assert.Equal(-1, after.AsSpan(length).IndexOfAnyExcept((byte)0));
    }

    [SkippableFact]
    public void A_device_that_is_too_small_is_refused_untouched()
    {
        byte[] disk = MakeDisk(Length - 512);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            AirlockProgram.Run("copy", _folder.Input, device.Path).ShouldFail(2, "larger");
        }

        Assert.True(disk.AsSpan().SequenceEqual(File.ReadAllBytes(_folder["disk"])));
    }

    [SkippableFact]
    public void A_device_that_cannot_be_written_is_refused()
    {
        MakeDisk(Length);
        using LoopDevice device = LoopDevice.Attach(_folder["disk"], "--read-only");
        AirlockProgram.Run("copy", _folder.Input, device.Path).ShouldFail(2, "read-only");
    }

    [SkippableFact]
    public void The_same_device_twice_is_refused()
    {
        using LoopDevice device = LoopDevice.Attach(_folder.Input);
        File.CreateSymbolicLink(_folder["link"], device.Path);
        AirlockProgram.Run("copy", device.Path, _folder["link"]).ShouldFail(2, "the input itself");
    }

    /// <summary>A device is its number, whatever node leads to it.</summary>
    [SkippableFact]
    public void Another_node_of_the_same_device_is_refused()
    {
        using LoopDevice device = LoopDevice.Attach(_folder.Input);
        ProgramResult made = AirlockProgram.RunInShell("""mknod "$2" b $(stat -c '0x%t 0x%T' "$1") && head -c 1 "$2" > /dev/null""", device.Path, _folder["node"]);
        Skip.IfNot(made.ExitCode == 0, "Device nodes work in /dev only.");
        AirlockProgram.Run("copy", device.Path, _folder["node"]).ShouldFail(2, "the input itself");
        AirlockProgram.Run("copy", _folder["node"], device.Path).ShouldFail(2, "the input itself");
    }

    [SkippableFact]
    public void A_file_and_a_loop_device_over_it_are_one_both_ways()
    {
        byte[] before = File.ReadAllBytes(_folder.Input);
        using LoopDevice device = LoopDevice.Attach(_folder.Input, "--offset", "4096");
        AirlockProgram.Run("copy", _folder.Input, device.Path).ShouldFail(2, "the input itself by another road");
        AirlockProgram.Run("copy", device.Path, _folder.Input).ShouldFail(2, "the input itself by another road");
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(_folder.Input)));
    }

    [SkippableFact]
    public void Loop_devices_over_one_file_are_one_where_they_overlap()
    {
        using LoopDevice first = LoopDevice.Attach(_folder.Input, "--sizelimit", "1048576");
        using LoopDevice beside = LoopDevice.Attach(_folder.Input, "--offset", "1048576", "--sizelimit", "1048576");
        using LoopDevice across = LoopDevice.Attach(_folder.Input, "--offset", "1044480", "--sizelimit", "1048576");
        AirlockProgram.Run("copy", first.Path, across.Path).ShouldFail(2, "the input itself by another road");
        AirlockProgram.Run("copy", beside.Path, across.Path).ShouldFail(2, "the input itself by another road");
        across.Dispose();
        AirlockProgram.Run("copy", first.Path, beside.Path).ShouldSucceed();
    }

    [SkippableFact]
    public void A_device_under_a_loop_device_is_the_same_or_in_use()
    {
        MakeDisk(Length);
        using LoopDevice below = LoopDevice.Attach(_folder["disk"]);
        using LoopDevice above = LoopDevice.Attach(below.Path);
        AirlockProgram.Run("copy", above.Path, below.Path).ShouldFail(2, "the input itself by another road");
        AirlockProgram.Run("copy", below.Path, above.Path).ShouldFail(2, "the input itself by another road");
        AirlockProgram.Run("copy", _folder.Input, below.Path).ShouldFail(2, above.Path, "detach");
        AirlockProgram.Run("copy", _folder.Input, above.Path).ShouldSucceed();
    }

    [SkippableFact]
    public void A_device_whose_file_system_is_mounted_by_another_road_is_refused()
    {
        MakeDisk(Length);
        using LoopDevice below = LoopDevice.Attach(_folder["disk"]);
        using LoopDevice above = LoopDevice.Attach(below.Path);
        const string script = """
            mkfs.ext4 -q "$1" && mkdir "$3" && exec unshare -m sh -c 'mount "$1" "$3" && cp "$4" "$3/in.img" || exit 99
                "$0" copy $machine "$3/in.img" "$2" || { e=$?; umount "$3"; exit $e; }' "$airlock" "$@"
            """;
        File.WriteAllBytes(_folder["small"], new byte[1000]);
        ProgramResult result = AirlockProgram.RunInShell(script, above.Path, below.Path, _folder["mounted"], _folder["small"]);
        Skip.If(result.ExitCode == 99, "No file system can be mounted here.");
        result.ShouldFail(2, "the input itself by another road", below.Path);
    }

    /// <summary>The device itself, and the one below it; 99 says that there is no swap space or no mount here.</summary>
    [SkippableTheory]
    [InlineData("mkswap -q \"$1\" && swapon \"$1\" || exit 99; end() { swapoff \"$1\"; }", "holds swap space")]
    [InlineData("mkfs.ext4 -q \"$1\" && mkdir \"$4\" && mount \"$1\" \"$4\" || exit 99; end() { umount \"$4\"; }", "is mounted at")]
    public void A_device_that_is_in_use_is_refused_with_its_use(string use, string words)
    {
        MakeDisk(Length);
        using LoopDevice below = LoopDevice.Attach(_folder["disk"]);
        using LoopDevice above = LoopDevice.Attach(below.Path);
        foreach (string output in (ReadOnlySpan<string>)[above.Path, below.Path])
        {
            string script = $$"""{{use}}; "$airlock" copy $machine "$3" "$2"; e=$?; end "$@"; rmdir "$4" 2> /dev/null; exit $e""";
            ProgramResult result = AirlockProgram.RunInShell(script, above.Path, output, _folder.Input, _folder["mounted"]);
            Skip.If(result.ExitCode == 99, "No file system can be mounted here.");
            result.ShouldFail(2, output, above.Path, words);
        }
    }

    private byte[] MakeDisk(int length)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(0xa5);
        _folder.WriteFile("disk", content);
        return content;
    }
}
