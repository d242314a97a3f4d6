using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        string file = _folder.Write("a", [1]), link = _folder.PathOf("b");
        Bash.Run($"ln '{file}' '{link}'");
        Assert.True(FileIdentity.Of(file).IsSameAs(FileIdentity.Of(link)));
    }

    [Fact]
    public void A_symbolic_link_is_the_same_file()
    {
        string file = _folder.Write("a", [1]);
        Assert.True(FileIdentity.Of(_folder.Link("b", "a")).IsSameAs(FileIdentity.Of(file)));
    }

    [Fact]
    public void A_handle_and_its_path_are_the_same_file()
    {
        string path = _folder.Write("a", [1]);
        using SafeFileHandle handle = File.OpenHandle(path);
        Assert.True(FileIdentity.Of(handle).IsSameAs(FileIdentity.Of(path)));
    }

    [Fact]
    public void A_copy_is_another_file() =>
        Assert.False(FileIdentity.Of(_folder.Write("a", [1])).IsSameAs(FileIdentity.Of(_folder.Write("b", [1]))));

    [Fact]
    public void Missing_files_are_not_the_same_file()
    {
        FileIdentity missing = FileIdentity.Of(_folder.PathOf("a"));
        Assert.Equal(FileKind.Missing, missing.Kind);
        Assert.False(missing.IsSameAs(missing));
    }

    [Fact]
    public void What_a_path_leads_to_is_told_by_kind()
    {
        Assert.Equal(FileKind.Regular, FileIdentity.Of(_folder.Write("file", [])).Kind);
        Assert.Equal(FileKind.Directory, FileIdentity.Of(_folder.Root).Kind);
        Assert.Equal(FileKind.Other, FileIdentity.Of("/dev/null").Kind);
        Assert.Equal(FileKind.Other, FileIdentity.Of(Fifo.Create(_folder.PathOf("fifo"))).Kind);
        Assert.Equal(FileKind.Missing, FileIdentity.Of(_folder.Link("dangling", "nothing")).Kind);
    }

    [Fact]
    public void Length_and_permissions_are_the_files_own()
    {
        string path = _folder.Write("a", new byte[700]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        FileIdentity identity = FileIdentity.Of(path);
        Assert.Equal(700ul, identity.Length);
        Assert.Equal(0x1a0u, identity.Permissions); // 0640
    }
}
