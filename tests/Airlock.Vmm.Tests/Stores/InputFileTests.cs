using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_opened_with_the_length_it_has_now()
    {
        string path = _folder.Write("in", new byte[700]);
        using InputFile input = InputFile.Open(path);
        File.AppendAllText(path, "more");
        Assert.Equal(700ul, input.Length);
        Assert.Equal(FileKind.Regular, input.Identity.Kind);
    }

    [Fact]
    public void A_link_is_followed()
    {
        _folder.Write("in", new byte[700]);
        using InputFile input = InputFile.Open(_folder.Link("link", "in"));
        Assert.Equal(700ul, input.Length);
    }

    [Fact]
    public void A_missing_file_is_a_usage_error()
    {
        string path = _folder.PathOf("in");
        AssertRefused(path, AirlockError.Usage, $"The input '{path}' doesn't exist; check the name.");
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string path = Path.Combine(_folder.Write("file", []), "in");
        AssertRefused(path, AirlockError.Usage, $"The input '{path}' doesn't exist; check the name.");
    }

    [Fact]
    public void A_folder_is_refused() => AssertRefused(
        _folder.Root, AirlockError.Usage, $"The input '{_folder.Root}' is a directory; name a file or a block device.");

    [Fact]
    public void A_character_device_is_refused() => AssertRefused(
        "/dev/zero",
        AirlockError.Usage,
        "The input '/dev/zero' is neither a regular file nor a block device; write it to a file first.");

    [Fact]
    public void A_pipe_without_a_writer_is_refused_at_once()
    {
        string path = Fifo.Create(_folder.PathOf("fifo"));
        AssertRefused(
            path,
            AirlockError.Usage,
            $"The input '{path}' is neither a regular file nor a block device; write it to a file first.");
    }

    [Fact]
    public void Links_in_a_circle_are_no_file()
    {
        _folder.Link("b", "a");
        string path = _folder.Link("a", "b");
        AssertRefused(
            path,
            AirlockError.Usage,
            $"The input '{path}' can't be looked at: Too many levels of symbolic links.");
    }

    [SkippableFact]
    public void What_a_copy_writes_is_what_the_file_takes_or_all_of_it()
    {
        string path = _folder.Write("in", new byte[4096]);
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1 << 30);
        }

        using InputFile input = InputFile.Open(path);
        Skip.IfNot(input.Identity.IsThin, "This file system has no holes.");
        Assert.InRange(input.BytesToWrite(passOverHoles: true), 0ul, 1ul << 20);
        Assert.Equal(1ul << 30, input.BytesToWrite(passOverHoles: false));
    }

    [Fact]
    public void A_file_that_tells_no_size_is_refused()
    {
        const string path = "/proc/cpuinfo";
        AssertRefused(
            path, AirlockError.Usage, $"The input '{path}' tells no size, though there is something in it; write it to a file first.");
    }

    [Fact]
    public void An_empty_file_is_an_input()
    {
        using InputFile input = InputFile.Open(_folder.Write("in", []));
        Assert.Equal(0ul, input.Length);
    }

    [Fact]
    public void What_a_process_has_open_is_read_though_it_has_no_name_any_more()
    {
        string path = _folder.Write("in", new byte[700]);
        using SafeFileHandle open = File.OpenHandle(path);
        File.Delete(path);
        using InputFile input = InputFile.Open($"/proc/self/fd/{open.DangerousGetHandle()}");
        Assert.Equal(700ul, input.Length);
    }

    private static void AssertRefused(string path, AirlockError error, string sentence)
    {
        var e = Assert.Throws<AirlockException>(() => InputFile.Open(path));
        Assert.Equal((error, sentence), (e.Error, e.Message));
    }
}
