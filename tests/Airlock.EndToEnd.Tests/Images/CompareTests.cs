using System.Text.Json;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary><c>airlock compare</c>: whether two images hold the same, in whatever formats.</summary>
public sealed class CompareTests : IDisposable
{
    private const int Different = 1;
    private const int Usage = 2;
    private const int Refused = 6;
    private const int Unreadable = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly TestImage _image = TestImage.Mixed();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_image_and_its_raw_disk_hold_the_same()
    {
        ProgramResult result = Compare(_image.Contents).ShouldSucceed();
        Assert.Equal(["The contents are the same."], result.OutputLines);
        AirlockProgram.Run("compare", "-f", "raw", "-F", "qcow2", _folder["raw"], _folder.Input).ShouldSucceed();
        AirlockProgram.Run("compare", _folder.Input, _folder.Input).ShouldSucceed();
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(70_001)]
    [InlineData(200_000)] // where the image has zeroes
    [InlineData(1_200_000)]
    public void The_first_byte_that_differs_is_told(int offset)
    {
        byte[] raw = [.. _image.Contents];
        raw[offset] ^= 1;
        raw[^1] ^= 1;
        ProgramResult result = Compare(raw);
        Assert.Equal(Different, result.ExitCode);
        Assert.Equal([$"The contents differ from byte {offset} on."], result.OutputLines);

        ProgramResult other = Compare(raw, "--json");
        using JsonDocument json = JsonDocument.Parse(other.Output);
        Assert.False(json.RootElement.GetProperty("identical").GetBoolean());
        Assert.Equal(offset, json.RootElement.GetProperty("first-mismatch-offset").GetInt64());
    }

    [SkippableFact]
    public void Zeroes_behind_the_end_of_one_are_no_difference_unless_one_is_strict()
    {
        byte[] longer = [.. _image.Contents, .. new byte[100_000]];
        Compare(longer).ShouldSucceed();
        ProgramResult strict = Compare(longer, "--strict");
        Assert.Equal(Different, strict.ExitCode);
        Assert.StartsWith("The sizes differ", strict.Output, StringComparison.Ordinal);

        longer[^1] = 1;
        ProgramResult result = Compare(longer);
        Assert.Equal(Different, result.ExitCode);
        Assert.Equal([$"The contents differ from byte {longer.Length - 1} on."], result.OutputLines);
    }

    [SkippableFact]
    public void What_convert_would_refuse_is_refused_whichever_it_is()
    {
        string refused = _folder.WriteFile("refused", new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        _image.WriteTo(_folder);
        AirlockProgram.Run("compare", refused, _folder.Input).ShouldFail(Refused, "The image is refused", "EXTERNAL");
        AirlockProgram.Run("compare", _folder.Input, refused).ShouldFail(Refused, "The second image is refused", "EXTERNAL");
    }

    [SkippableFact]
    public void A_file_that_cannot_be_read_is_no_difference()
    {
        _image.WriteTo(_folder);
        string raw = _folder.WriteFile("raw", _image.Contents);
        ProgramResult result = AirlockProgram.Run(new Fault("pread", Fault.EIO, _image.Contents.Length), "compare", "-F", "raw", _folder.Input, raw);
        Assert.Equal(Unreadable, result.ExitCode);
        Assert.Equal(Usage, AirlockProgram.Run("compare", _folder.Input, _folder["missing"]).ExitCode);
    }

    private ProgramResult Compare(byte[] raw, params string[] options)
    {
        _image.WriteTo(_folder);
        return AirlockProgram.Run(["compare", "-F", "raw", .. options, _folder.Input, _folder.WriteFile("raw", raw)]);
    }
}
