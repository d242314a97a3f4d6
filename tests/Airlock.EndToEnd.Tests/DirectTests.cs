using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Copies past the page cache, on a disk and in memory.</summary>
public sealed class DirectTests : IDisposable
{
    private readonly TemporaryFolder _disk = new(onDisk: true);
    private readonly TemporaryFolder _memory = new();

    public void Dispose()
    {
        _disk.Dispose();
        _memory.Dispose();
    }

    [SkippableTheory]
    [InlineData("--direct", true)]
    [InlineData("--direct-input", true)]
    [InlineData("--direct-output", true)]
    [InlineData("--direct", false)]
    [InlineData("--direct-input", false)]
    [InlineData("--direct-output", false)]
    public void A_copy_is_equal_whatever_goes_past_the_cache(string option, bool onDisk)
    {
        TemporaryFolder folder = onDisk ? _disk : _memory;
        foreach (int length in (ReadOnlySpan<int>)[0, 1, 512, 4097, 1_000_001, 3 << 20])
        {
            folder.WriteInput(length);
            ProgramResult result = AirlockProgram.Run("copy", option, folder.Input, folder.Output);
            string where = onDisk ? "the folder for temporary files" : "/dev/shm";
            Skip.If(result.Error.Contains("direct I/O", StringComparison.Ordinal), $"There is no direct I/O on {where}.");
            result.ShouldSucceed();
            FileContent.ShouldBeEqual(folder.Input, folder.Output);
        }
    }

    [SkippableTheory]
    [InlineData("--chunk-size", "4096")]
    [InlineData("--progress-step", "1")]
    [InlineData("--sparse", "always")]
    [InlineData("--sparse", "never")]
    public void Options_change_nothing_about_the_copy(string option, string value)
    {
        _disk.WriteInput(1_000_001);
        AirlockProgram.Run("copy", "--direct", option, value, _disk.Input, _disk.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_disk.Input, _disk.Output);
    }

    [SkippableFact]
    public void Devices_go_past_the_cache_too()
    {
        Privileges.SkipWithoutLoopDevices();
        _disk.WriteInput(3 << 20);
        _disk.WriteFile("disk", new byte[3 << 20]);
        using (LoopDevice input = LoopDevice.Attach(_disk.Input, "--read-only"), output = LoopDevice.Attach(_disk["disk"]))
        {
            AirlockProgram.Run("copy", "--direct", input.Path, output.Path).ShouldSucceed();
        }

        FileContent.ShouldBeEqual(_disk.Input, _disk["disk"]);
    }

    [SkippableFact]
    public void A_file_system_that_refuses_is_named() =>
        AirlockProgram.Run("copy", "--direct", "/proc/version", _disk.Output)
            .ShouldFail(2, "input '/proc/version' can't do direct I/O", "leave out --direct");

    [SkippableFact]
    public void Requests_smaller_than_a_page_are_refused()
    {
        _disk.WriteInput(512);
        AirlockProgram.Run("copy", "--direct", "--chunk-size", "512", _disk.Input, _disk.Output).ShouldFail(2, "4096");
    }
}
