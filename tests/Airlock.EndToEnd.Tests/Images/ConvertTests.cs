using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary><c>airlock convert</c>: the output is the image's virtual disk, or what stood there before.</summary>
public sealed class ConvertTests : IDisposable
{
    private const int Refused = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(9, 3)]
    [InlineData(12, 2)]
    [InlineData(16, 3)]
    [InlineData(21, 3)]
    public void A_qcow2_image_becomes_its_disk(int clusterBits, uint version)
    {
        TestImage image = TestImage.Mixed(clusterBits, clusters: clusterBits == 21 ? 6 : 40, version);
        AirlockProgram.Run("convert", image.WriteTo(_folder), _folder.Output).ShouldSucceed();
        Assert.Equal(image.Contents, File.ReadAllBytes(_folder.Output));
    }

    [SkippableTheory]
    [InlineData("--transport", "serial")]
    [InlineData("--transport", "console")]
    [InlineData("--progress-step", "7")]
    [InlineData("--progress", "lines")]
    [InlineData("--memory", "32M")]
    [InlineData("-f", "qcow2")]
    [InlineData("-O", "raw")]
    [InlineData("--output-format", "raw")]
    public void Options_change_nothing_about_it(string option, string value)
    {
        TestImage image = TestImage.Mixed();
        AirlockProgram.Run("convert", option, value, image.WriteTo(_folder), _folder.Output).ShouldSucceed();
        Assert.Equal(image.Contents, File.ReadAllBytes(_folder.Output));
    }

    [SkippableTheory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public void Several_machines_make_the_same_disk_as_one(string machines)
    {
        TestImage image = TestImage.Scattered(size: (200 << 20) + 12345);
        ProgramResult result = AirlockProgram.Run(
            "convert", "--machines", machines, "--progress", "lines", image.WriteTo(_folder), _folder.Output).ShouldSucceed();
        Assert.True(image.Contents.AsSpan().SequenceEqual(File.ReadAllBytes(_folder.Output)));
        Assert.Equal("[PROGRESS] progress op=convert 409625/409625 (100%)", result.OutputLines[^2]);
        Assert.StartsWith("[COMPLETE] complete op=convert count=", result.OutputLines[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_one_of_several_machines_refuses_is_refused_and_nothing_is_left()
    {
        TestImage image = TestImage.Scattered(200 << 20);
        image.Builder.Compressed(3 * 1024 - 1, [0xff, 0xff, 0xff, 0xff]);
        ProgramResult result = AirlockProgram.Run("convert", "--machines", "2", image.WriteTo(_folder), _folder.Output);
        Assert.Equal(Refused, result.ExitCode);
        Assert.Contains("(COMPRESSED)", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Output));
    }

    [SkippableFact]
    public void What_is_not_in_the_image_is_a_hole_of_the_output()
    {
        const int megabyte = 1 << 20;
        var builder = new Qcow2Builder { ClusterBits = 16, Size = 64 * megabyte };
        _folder.WriteFile("in.img", builder.Data(1000, [1]).Build());
        AirlockProgram.Run("convert", _folder.Input, _folder.Output).ShouldSucceed();
        ProgramResult blocks = AirlockProgram.RunInShell("stat -c %b \"$1\"", _folder.Output);
        Assert.InRange(int.Parse(blocks.Output, System.Globalization.CultureInfo.InvariantCulture), 1, megabyte / 512);
        Assert.Equal(64 * megabyte, new FileInfo(_folder.Output).Length);
    }

    [SkippableFact]
    public void Holes_of_the_image_file_stay_holes()
    {
        const int megabyte = 1 << 20;
        File.WriteAllBytes(_folder.Input, [1, 2, 3]);
        using (FileStream file = File.OpenWrite(_folder.Input))
        {
            file.SetLength(64 * megabyte);
        }

        ProgramResult result = AirlockProgram.Run("convert", "--stats", "-f", "raw", _folder.Input, _folder.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"output: bytes\s+4,096", result.Error);
        ProgramResult blocks = AirlockProgram.RunInShell("stat -c %b \"$1\"", _folder.Output);
        Assert.InRange(int.Parse(blocks.Output, System.Globalization.CultureInfo.InvariantCulture), 1, megabyte / 512);
        Assert.Equal(64 * megabyte, new FileInfo(_folder.Output).Length);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_something_else_lies_what_is_not_in_the_image_is_zeroed(bool isDevice)
    {
        TestImage image = TestImage.Mixed();
        image.WriteTo(_folder);
        string disk = _folder.WriteFile("disk", [.. Enumerable.Repeat((byte)0xff, image.Contents.Length)]);
        if (isDevice)
        {
            Privileges.SkipWithoutLoopDevices();
            using LoopDevice device = LoopDevice.Attach(disk);
            AirlockProgram.Run("convert", _folder.Input, device.Path).ShouldSucceed();
        }
        else
        {
            AirlockProgram.Run("convert", "--in-place", _folder.Input, disk).ShouldSucceed();
        }

        Assert.Equal(image.Contents, File.ReadAllBytes(disk));
    }

    [SkippableFact]
    public void A_raw_disk_that_is_said_to_be_one_is_copied_whatever_it_looks_like()
    {
        TestImage image = TestImage.Mixed();
        AirlockProgram.Run("convert", "-f", "raw", image.WriteTo(_folder), _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void A_backing_file_is_named_and_not_looked_at()
    {
        _folder.WriteOldOutput();
        _folder.WriteFile("in.img", new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        ProgramResult result = AirlockProgram.Run("convert", _folder.Input, _folder.Output);
        result.ShouldFail(Refused, "EXTERNAL", "backing_file", "/etc/passwd");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void A_file_that_is_cut_off_is_refused_and_not_filled_with_zeroes()
    {
        _folder.WriteOldOutput();
        byte[] whole = TestImage.Mixed().Builder.Build();
        _folder.WriteFile("in.img", whole.Cut(whole.Length - (128 << 10)));
        AirlockProgram.Run("convert", _folder.Input, _folder.Output).ShouldFail(Refused, "OUT_OF_FILE");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void Compressed_data_that_cannot_be_decoded_leave_the_old_output()
    {
        _folder.WriteOldOutput();
        _folder.WriteFile("in.img", new Qcow2Builder().Compressed(3, [0xff, 0xff, 0xff]).Build());
        AirlockProgram.Run("convert", _folder.Input, _folder.Output).ShouldFail(Refused, "COMPRESSED");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void A_disk_larger_than_is_wanted_is_refused()
    {
        TestImage image = TestImage.Mixed();
        ProgramResult result = AirlockProgram.Run("convert", "--max-size", "1M", image.WriteTo(_folder), _folder.Output);
        result.ShouldFail(Refused, "TOO_LARGE", "1048576");
        Assert.Equal(["in.img"], _folder.Names);
    }

    [SkippableFact]
    public void Messages_say_what_happens_and_progress_ends_at_the_end()
    {
        ProgramResult result = AirlockProgram.Run("convert", TestImage.Mixed().WriteTo(_folder), _folder.Output).ShouldSucceed();
        Assert.Contains(result.OutputLines, line => line.StartsWith("[INFO] info format=qcow2", StringComparison.Ordinal));
        Assert.StartsWith("[PROGRESS] progress op=convert ", result.OutputLines[^2], StringComparison.Ordinal);
        Assert.EndsWith("(100%)", result.OutputLines[^2], StringComparison.Ordinal);
        Assert.StartsWith("[COMPLETE] complete op=convert ", result.OutputLines[^1], StringComparison.Ordinal);
        Assert.EndsWith("success=true", result.OutputLines[^1], StringComparison.Ordinal);
    }
}
