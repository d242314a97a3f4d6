using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

public sealed class OutputModeTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Unusual =
        OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly OutputFolder _folder = new();

    public static TheoryData<bool> BothWays => [true, false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BothWays))]
    public void What_is_replaced_keeps_its_mode_whatever_the_umask(bool nameless)
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        File.SetUnixFileMode(path, Unusual);
        Commit(nameless);
        Assert.Equal(Unusual, File.GetUnixFileMode(path));
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_new_file_has_the_inputs_mode(bool nameless)
    {
        string input = _folder.Files.PathOf("in"), path = _folder.Files.PathOf("out");
        File.SetUnixFileMode(input, OwnerOnly);
        using (InputFile secret = InputFile.Open(input))
        using (OutputFile output = OutputFile.Create(OutputPlace.Open(path), secret, secret.Length, nameless: nameless))
        {
            output.Commit();
        }

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    private void Commit(bool nameless)
    {
        using OutputFile output = _folder.Create("out", nameless);
        output.Commit();
    }
}
