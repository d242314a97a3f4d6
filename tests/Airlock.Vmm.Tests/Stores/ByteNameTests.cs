using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Files whose names aren't UTF-8: what is opened, linked to and replaced is what was named.</summary>
public sealed class ByteNameTests : IDisposable
{
    private const string Odd = "o\udcff", Other = "o\udcfe", Replaced = "o\ufffd";

    private readonly OutputFolder _folder = new();

    public static TheoryData<bool> BothWays => [true, false];

    public void Dispose()
    {
        Bash.Run($"rm -r '{_folder.Files.Root}'/*"); // .NET can't
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void An_output_gets_the_name_that_was_given(bool nameless)
    {
        Commit(Odd, nameless);
        Commit(Other, nameless);
        Assert.Equal(3, _folder.Files.Names.Length);
        Assert.Equal(FileKind.Missing, FileIdentity.Of(_folder.Files.PathOf(Replaced)).Kind);
        Assert.False(FileIdentity.Of(_folder.Files.PathOf(Odd)).IsSameAs(FileIdentity.Of(_folder.Files.PathOf(Other))));
    }

    [Fact]
    public void An_input_is_the_one_that_was_named()
    {
        Commit(Odd, nameless: true);
        _folder.Files.Write(Replaced, [1]);
        using InputFile input = InputFile.Open(_folder.Files.PathOf(Odd));
        Assert.Equal((ulong)OutputFolder.Length, input.Length);
    }

    [Fact]
    public void So_is_a_guest()
    {
        Commit(Odd, nameless: true);
        Assert.Equal(OutputFolder.Length, GuestImage.Load(_folder.Files.PathOf(Odd)).Content.Length);
    }

    [Fact]
    public void A_link_leads_to_the_name_that_it_holds()
    {
        Commit(Odd, nameless: true);
        Bash.Run($"cd '{_folder.Files.Root}'; ln -s $'l\\xff' link");
        Commit("link", nameless: true);
        Assert.Equal((ulong)OutputFolder.Length, FileIdentity.Of(_folder.Files.PathOf("l\udcff")).Length);
    }

    [Fact]
    public void A_job_refuses_what_no_file_is_called() => Assert.All(
        ["a\0b", "a\ud800"],
        name =>
        {
            Assert.Throws<ArgumentException>(() => new DiskJob(name, "out"));
            Assert.Throws<ArgumentException>(() => new DiskJob("in", name));
        });

    private void Commit(string name, bool nameless)
    {
        using OutputFile output = _folder.Create(name, nameless);
        OutputFolder.Fill(output);
        output.Commit();
    }
}
