using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>What can't be committed is told before anything is copied, and the probe leaves nothing.</summary>
public sealed class CommitProbeTests : IDisposable
{
    private readonly OutputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_may_be_replaced_is_still_there_and_nothing_else_is()
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        using OutputPlace place = OutputPlace.Open(path);
        CommitProbe.CheckFolder(place);
        CommitProbe.CheckWritable(place, force: false);
        CommitProbe.CheckReplaceable(place);
        CommitProbe.CanNameNameless(place);
        Assert.Equal(OutputFolder.Old, File.ReadAllBytes(path));
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Fact]
    public void A_folder_that_takes_the_name_just_now_stays()
    {
        using OutputPlace place = OutputPlace.Open(_folder.Files.Write("out", OutputFolder.Old));
        File.Delete(place.Path);
        Directory.CreateDirectory(place.Path);
        var e = Assert.Throws<AirlockException>(() => CommitProbe.CheckReplaceable(place));
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.True(Directory.Exists(place.Path));
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Fact]
    public void A_file_that_has_gone_meanwhile_is_no_obstacle()
    {
        using OutputPlace place = OutputPlace.Open(_folder.Files.Write("out", OutputFolder.Old));
        File.Delete(place.Path);
        CommitProbe.CheckReplaceable(place);
        Assert.Equal(["in"], _folder.Files.Names);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.None)]
    public void What_nobody_may_write_is_replaced_only_by_force(UnixFileMode mode)
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        File.SetUnixFileMode(path, mode);
        var e = Assert.Throws<AirlockException>(() => OutputTarget.Open(path, _folder.Input, OutputFolder.Length));
        Assert.Equal(
            (AirlockError.Usage, $"The output '{path}' is write-protected; make it writable, or force it (--force)."),
            (e.Error, e.Message));
        using OutputTarget output = OutputTarget.Open(path, _folder.Input, OutputFolder.Length, new OutputRules(InPlace: false, Force: true));
        output.Commit();
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal(OutputFolder.Length, new FileInfo(path).Length);
    }
}
