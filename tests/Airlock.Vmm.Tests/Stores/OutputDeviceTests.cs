using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>A block device that becomes something else while it is opened is left alone.</summary>
public sealed class OutputDeviceTests : IDisposable
{
    private const string Device = "disk";

    private readonly OutputFolder _folder = new();

    public OutputDeviceTests()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Making device nodes needs root.");
        Bash.Run($"mknod '{_folder.Files.PathOf(Device)}' b 259 9999");
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("head -c 100000 /dev/urandom >disk")]
    [InlineData("ln -s in disk")]
    [InlineData("ln in disk")]
    [InlineData("mkfifo disk")]
    [InlineData("mknod disk c 1 3")]
    public void What_has_taken_its_name_is_not_written(string how)
    {
        using OutputPlace place = OutputPlace.Open(_folder.Files.PathOf(Device));
        Assert.Equal(FileKind.BlockDevice, place.Existing.Kind);
        Bash.Run($"cd '{_folder.Files.Root}'; rm disk; {how}");
        var e = Assert.Throws<AirlockException>(() => OutputDevice.OpenDevice(place, _folder.Input, OutputFolder.Length));
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.Equal(new byte[OutputFolder.Length], File.ReadAllBytes(_folder.Files.PathOf("in")));
    }
}
