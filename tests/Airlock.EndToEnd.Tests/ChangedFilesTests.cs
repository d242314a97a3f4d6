using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Somebody else changes the files while they are copied.</summary>
[Trait("Concerns", "files")]
public sealed class ChangedFilesTests : IDisposable
{
    private const int Length = 8 << 20;

    private readonly TemporaryFolder _folder = new();

    public ChangedFilesTests()
    {
        _folder.WriteInput(Length);
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllText(Output, "what was there before");
    }

    private string Output => _folder["sub/out.img"];

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Of_an_input_that_grows_only_what_was_there_is_copied()
    {
        byte[] before = File.ReadAllBytes(_folder.Input);
        CopyWhile(() => File.AppendAllText(_folder.Input, "more")).ShouldSucceed();
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(Output)));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(Length - 1)]
    public void An_input_that_shrinks_fails_the_copy(int length)
    {
        CopyWhile(() =>
        {
            using FileStream file = File.OpenWrite(_folder.Input);
            file.SetLength(length);
        }).ShouldFail(1, "became shorter");
        Assert.Equal("what was there before", File.ReadAllText(Output));
    }

    [SkippableFact]
    public void An_input_that_is_replaced_is_copied_as_it_was()
    {
        byte[] before = File.ReadAllBytes(_folder.Input);
        CopyWhile(() =>
        {
            File.Delete(_folder.Input);
            _folder.WriteInput(100);
        }).ShouldSucceed();
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(Output)));
    }

    [SkippableFact]
    public void An_output_that_is_removed_appears_all_the_same()
    {
        CopyWhile(() => File.Delete(Output)).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, Output);
    }

    [SkippableFact]
    public void An_output_that_is_replaced_is_replaced_once_more()
    {
        CopyWhile(() =>
        {
            File.Delete(Output);
            File.CreateSymbolicLink(Output, _folder["elsewhere"]);
        }).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, Output);
        Assert.False(Path.Exists(_folder["elsewhere"]));
    }

    [SkippableFact]
    public void An_output_that_becomes_a_folder_fails_the_copy()
    {
        CopyWhile(() =>
        {
            File.Delete(Output);
            Directory.CreateDirectory(Output);
        }).ShouldFail(1, "its name");
        Assert.Equal([Output], Directory.GetFileSystemEntries(_folder["sub"]));
    }

    [SkippableFact]
    public void A_folder_that_is_removed_fails_the_copy()
    {
        CopyWhile(() => Directory.Delete(_folder["sub"], recursive: true)).ShouldFail(1, "its name");
        Assert.Equal(["in.img"], _folder.Names);
    }

    /// <summary>
    /// Something that happens in the middle of a copy: it has a message a sector, which nobody reads until afterwards.
    /// </summary>
    private ProgramResult CopyWhile(Action change)
    {
        using RunningProgram copy = AirlockProgram.StartUnread("copy", "--progress-step", "1", _folder.Input, Output);
        copy.WaitUntilNobodyReads();
        change();
        copy.StartReading();
        return copy.Wait();
    }
}
