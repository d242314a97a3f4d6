using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary>Images that qemu-img makes, where it is installed: their contents are what it made them of.</summary>
public sealed class ForeignImageTests : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("qcow2", "cluster_size=4096")]
    [InlineData("qcow2", "compat=0.10")]
    [InlineData("qcow2", "cluster_size=131072,extended_l2=on")]
    [InlineData("qcow2", "cluster_size=65536", "-c")]
    [InlineData("qcow2", "compression_type=zstd", "-c")]
    [InlineData("vpc", "subformat=dynamic,force_size=on")]
    [InlineData("vpc", "subformat=dynamic")]
    [InlineData("vpc", "subformat=fixed,force_size=on")]
    [InlineData("vhdx", "subformat=dynamic")]
    [InlineData("vhdx", "subformat=dynamic,block_size=1048576")]
    [InlineData("vhdx", "subformat=fixed")]
    [InlineData("vdi", "static=off")]
    [InlineData("vdi", "static=on")]
    [InlineData("vmdk", "subformat=monolithicSparse")]
    [InlineData("vmdk", "subformat=monolithicSparse,zeroed_grain=on")]
    [InlineData("vmdk", "subformat=streamOptimized")]
    public void Its_contents_come_out(string format, string options, string? compression = null)
    {
        byte[] contents = Contents();
        File.WriteAllBytes(_folder["disk"], contents);
        ProgramResult made = AirlockProgram.RunInShell(
            "command -v qemu-img || exit 9; qemu-img convert -q -f raw -O \"$1\" -o \"$2\" $3 \"$4\" \"$5\"",
            format, options, compression ?? "", _folder["disk"], _folder.Input);
        Skip.If(made.ExitCode == 9, "qemu-img isn't installed.");
        Skip.If(made.ExitCode != 0, "This qemu-img doesn't know a format's option.");

        AirlockProgram.Run("info", "--strict", _folder.Input).ShouldSucceed();
        AirlockProgram.Run("convert", _folder.Input, _folder.Output).ShouldSucceed();
        AirlockProgram.Run("compare", _folder.Input, _folder.Input).ShouldSucceed(); // with two decoders on the stack

        // Without force_size qemu-img rounds the size up to whole cylinders.
        byte[] output = File.ReadAllBytes(_folder.Output);
        Assert.InRange(output.Length, contents.Length, contents.Length + Mebibyte);
        Assert.True(output.AsSpan(0, contents.Length).SequenceEqual(contents));
        Assert.False(output.AsSpan(contents.Length).ContainsAnyExcept((byte)0));
    }

    /// <summary>Random data, data that can be compressed and nothing at all, in turn.</summary>
    private static byte[] Contents()
    {
        var random = new Random(7);
        byte[] contents = new byte[24 * Mebibyte];
        for (int i = 0; i < contents.Length; i += 3 * Mebibyte)
        {
            random.NextBytes(contents.AsSpan(i + 4096, Mebibyte / 2));
            contents.AsSpan(i + Mebibyte, Mebibyte / 2).Fill((byte)(i / Mebibyte + 1));
        }

        return contents;
    }
}
