using System.Globalization;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Holes and zeroes, on file systems that have holes; the space that files take is what stat(2) says.</summary>
public sealed class SparseTests : IDisposable
{
    private const int MiB = 1 << 20;
    private const string PlainInput = "stage=features device=input address=0x100000020";
    private const string PlainOutput = "stage=features device=output address=0x100000000";

    private readonly TemporaryFolder _folder = new(onDisk: true);

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(20 * MiB, 5 * MiB, 1 * MiB)]
    [InlineData(4 * MiB + 700, 8192, 4096)]
    [InlineData(4 * MiB + 700, 12_288, 4096 + 512)]
    [InlineData(3 * MiB, 3 * MiB, 1)]
    [InlineData(3 * MiB, 4 * MiB, 0)]
    public void Holes_stay_holes(int length, int period, int data)
    {
        WriteHoled(length, period, data);
        string[] lines = AirlockProgram.Run("copy", _folder.Input, _folder.Output).ShouldSucceed().OutputLines;
        Assert.Contains(lines, line => line.Contains("device=input address=0x8000000100000020", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("device=output address=0x100004000", StringComparison.Ordinal));
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.InRange(BlocksOf(_folder.Output), 0, BlocksOf(_folder.Input));
    }

    [SkippableFact]
    public void But_for_the_features_a_copy_of_holes_says_what_a_copy_of_data_says()
    {
        WriteHoled(4 * MiB, MiB, 4096);
        string[] holes = AirlockProgram.Run("copy", _folder.Input, _folder.Output).ShouldSucceed().OutputLines;
        string[] data = CopyPlainly("never");
        Assert.Equal(Without(holes, "stage=features"), Without(data, "stage=features"));
    }

    [SkippableFact]
    public void With_never_everything_is_written()
    {
        WriteHoled(4 * MiB, MiB, 4096);
        CopyPlainly("never");
        Assert.InRange(BlocksOf(_folder.Output), 4 * MiB / 512, long.MaxValue);
    }

    [SkippableFact]
    public void Zeroes_in_the_data_are_copied_as_they_are()
    {
        _folder.WriteFile("in.img", new byte[4 * MiB]);
        CopyPlainly("auto");
        Assert.InRange(BlocksOf(_folder.Output), 4 * MiB / 512, long.MaxValue);
    }

    [SkippableTheory]
    [InlineData("4096")]
    [InlineData("512")]
    [InlineData("64M")]
    public void With_always_zeroes_in_the_data_become_holes(string chunkSize)
    {
        byte[] content = new byte[4 * MiB + 100];
        content[MiB] = content[^1] = 1;
        _folder.WriteFile("in.img", content);
        AirlockProgram.Run("copy", "--sparse", "always", "--chunk-size", chunkSize, _folder.Input, _folder.Output)
            .ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.InRange(BlocksOf(_folder.Output), 0, 100);
    }

    [SkippableTheory]
    [InlineData("auto")]
    [InlineData("always")]
    [InlineData("never")]
    public void On_a_device_the_input_s_holes_are_zeroed(string mode)
    {
        Privileges.SkipWithoutLoopDevices();
        WriteHoled(4 * MiB, MiB, 4096 + 512);
        _folder.WriteFile("disk", [.. Enumerable.Repeat((byte)0xff, 4 * MiB)]);
        using (LoopDevice device = LoopDevice.Attach(_folder["disk"]))
        {
            AirlockProgram.Run("copy", "--sparse", mode, _folder.Input, device.Path).ShouldSucceed();
        }

        FileContent.ShouldBeEqual(_folder.Input, _folder["disk"]);
    }

    /// <summary>A copy whose devices offer no more than the contract's.</summary>
    private string[] CopyPlainly(string mode)
    {
        string[] lines = AirlockProgram.Run("copy", "--sparse", mode, _folder.Input, _folder.Output).ShouldSucceed().OutputLines;
        Assert.Contains(lines, line => line.EndsWith(PlainInput, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(PlainOutput, StringComparison.Ordinal));
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        return lines;
    }

    /// <summary>Some data at the start of each period, and nothing else; skips where there are no holes.</summary>
    private void WriteHoled(int length, int period, int data)
    {
        using (FileStream file = File.OpenWrite(_folder.WriteSparseInput(length)))
        {
            for (long start = 0; start < length; start += period)
            {
                file.Position = start;
                file.Write([.. Enumerable.Repeat((byte)0x5a, (int)Math.Min(data, length - start))]);
            }

            file.Flush(flushToDisk: true); // what a fragmented file takes beside its data shows only then
        }

        Skip.If(BlocksOf(_folder.Input) >= length / 512, "There are no holes here.");
    }

    private static string[] Without(string[] lines, string part) =>
        [.. lines.Where(line => !line.Contains(part, StringComparison.Ordinal))];

    private static long BlocksOf(string path) =>
        long.Parse(RunningProgram.Start("stat", ["--format=%b", path]).Wait().Output, CultureInfo.InvariantCulture);
}
