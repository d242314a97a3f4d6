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
    public void What_lies_behind_the_input_on_a_larger_device_stays()
    {
        byte[] disk = MakeDisk(Length + 4096);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            AirlockProgram.Run("copy", _folder.Input, device.Path).ShouldSucceed();
        }

        byte[] after = File.ReadAllBytes(_folder["disk"]);
        Assert.True(after.AsSpan(0, Length).SequenceEqual(File.ReadAllBytes(_folder.Input)));
        Assert.True(after.AsSpan(Length).SequenceEqual(disk.AsSpan(Length)));
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

    private byte[] MakeDisk(int length)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(0xa5);
        _folder.WriteFile("disk", content);
        return content;
    }
}
