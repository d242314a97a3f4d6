using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>What can't be an output, and the sentence that says so.</summary>
public sealed class OutputTargetTests : IDisposable
{
    private readonly OutputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_input_itself_is_refused_by_whatever_name()
    {
        string hard = _folder.Files.PathOf("hard"), input = _folder.Files.PathOf("in");
        Bash.Run($"ln '{input}' '{hard}'");
        Assert.All(
            [input, hard, _folder.Files.Link("soft", "in"), Path.Combine(_folder.Files.Root, ".", "in")],
            path => AssertRefused(path, $"The output '{path}' is the input itself; name another file."));
    }

    [Fact]
    public void A_folder_is_refused() => AssertRefused(
        _folder.Files.Root, $"The output '{_folder.Files.Root}' is a directory; name the file to write in it.");

    [Fact]
    public void The_root_folder_is_refused() =>
        AssertRefused("/", "The output '/' is a directory; name the file to write in it.");

    [Fact]
    public void A_pipe_or_a_device_of_characters_is_refused() => Assert.All(
        [Fifo.Create(_folder.Files.PathOf("fifo")), "/dev/null"],
        path => AssertRefused(path, $"The output '{path}' is neither a regular file nor a block device."));

    [Fact]
    public void A_missing_folder_is_named()
    {
        string folder = _folder.Files.PathOf("missing"), path = Path.Combine(folder, "out");
        AssertRefused(
            path, $"The output '{path}' can't be created in the folder '{folder}': No such file or directory.");
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string folder = _folder.Files.PathOf("in"), path = Path.Combine(folder, "out");
        AssertRefused(path, $"The output '{path}' can't be created in the folder '{folder}': Not a directory.");
    }

    private void AssertRefused(string path, string sentence)
    {
        var e = Assert.Throws<AirlockException>(() => OutputTarget.Open(path, _folder.Input, _folder.Input.Length));
        Assert.Equal((AirlockError.Usage, sentence), (e.Error, e.Message));
    }
}
