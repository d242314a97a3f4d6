using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The output of a copy is its input, byte by byte, whatever the size and the options.</summary>
public sealed class CopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(5119)]
    [InlineData(5120)]
    [InlineData(5121)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((6 << 20) + 512)]
    [InlineData(40 << 20)]
    public void Every_size_is_copied(int length) => CopyAndCompare(length);

    [SkippableTheory]
    [InlineData("--chunk-size", "512")]
    [InlineData("--chunk-size", "4096")]
    [InlineData("--chunk-size", "3584")]
    [InlineData("--chunk-size", "64M")]
    [InlineData("--memory", "32M")]
    [InlineData("--memory", "256M")]
    [InlineData("--progress-step", "1")]
    [InlineData("--progress-step", "18446744073709551615")]
    [InlineData("--messages", "text")]
    [InlineData("--messages", "none")]
    public void Options_change_nothing_about_the_copy(string option, string value) =>
        CopyAndCompare(1_000_001, option, value);

    [SkippableFact]
    public void A_large_sparse_input_is_copied()
    {
        const long length = 200 << 20;
        _folder.WriteSparseInput(length);
        using (FileStream file = File.OpenWrite(_folder.Input))
        {
            foreach (long position in (ReadOnlySpan<long>)[0, 100 << 20, length - 1])
            {
                file.Position = position;
                file.WriteByte(0x5a);
            }
        }

        AirlockProgram.Run("copy", _folder.Input, _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void A_copy_on_a_disk_leaves_nothing_beside_it()
    {
        using var disk = new TemporaryFolder(onDisk: true);
        AirlockProgram.Run("copy", disk.WriteInput(100_000), disk.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(disk.Input, disk.Output);
        Assert.Equal(["in.img", "out.img"], disk.Names);
    }

    [SkippableFact]
    public void Relative_names_are_taken_from_the_current_folder()
    {
        _folder.WriteInput(1000);
        AirlockProgram.RunInShell("cd \"$1\" && exec \"$airlock\" copy $machine in.img out.img", _folder.Path).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    private void CopyAndCompare(int length, params string[] options)
    {
        AirlockProgram.Run(["copy", .. options, _folder.WriteInput(length), _folder.Output]).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }
}
