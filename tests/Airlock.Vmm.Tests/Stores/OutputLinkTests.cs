using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>An output that is a link is written where it points.</summary>
public sealed class OutputLinkTests : IDisposable
{
    private readonly OutputFolder _folder = new();

    public static TheoryData<bool> BothWays => [true, false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BothWays))]
    public void The_file_behind_a_link_is_replaced_and_the_link_stays(bool nameless)
    {
        Directory.CreateDirectory(_folder.Files.PathOf("disks"));
        string file = _folder.Files.Write("disks/a", OutputFolder.Old);
        string link = _folder.Files.Link("link", "disks/a");
        Commit("link", nameless);
        Assert.Equal("disks/a", new FileInfo(link).LinkTarget);
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(file));
        Assert.Equal(["disks", "in", "link"], _folder.Files.Names);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_link_to_nothing_yet_is_filled(bool nameless)
    {
        _folder.Files.Link("link", "out");
        Commit("link", nameless);
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(_folder.Files.PathOf("out")));
    }

    [Fact]
    public void A_link_to_a_link_is_followed_to_the_end()
    {
        _folder.Files.Link("first", "second");
        _folder.Files.Link("second", "out");
        Commit("first", nameless: true);
        Assert.Equal(["first", "in", "out", "second"], _folder.Files.Names);
        Assert.Equal("second", new FileInfo(_folder.Files.PathOf("first")).LinkTarget);
    }

    [Fact]
    public void A_folder_that_is_a_link_leads_where_the_kernel_goes()
    {
        Directory.CreateDirectory(_folder.Files.PathOf("far/disks"));
        _folder.Files.Link("near", "far/disks");
        Commit("near/../out", nameless: true);
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(_folder.Files.PathOf("far/out")));
    }

    [Fact]
    public void Links_in_a_circle_are_a_usage_error()
    {
        _folder.Files.Link("a", "b");
        string path = _folder.Files.Link("b", "a");
        var e = Assert.Throws<AirlockException>(() => OutputTarget.Open(path, _folder.Input, _folder.Input.Length));
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.StartsWith($"The output '{path}'", e.Message, StringComparison.Ordinal);
    }

    private void Commit(string name, bool nameless)
    {
        using OutputFile output = _folder.Create(name, nameless);
        OutputFolder.Fill(output);
        output.Commit();
    }
}
