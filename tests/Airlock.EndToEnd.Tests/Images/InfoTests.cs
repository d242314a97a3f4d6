using System.Text.Json;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary><c>airlock info</c>: what an image says it is, from the machine that has read it.</summary>
public sealed class InfoTests : IDisposable
{
    private const int Refused = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_person_is_told_what_an_image_is()
    {
        ProgramResult result = AirlockProgram.Run("info", TestImage.Mixed().WriteTo(_folder)).ShouldSucceed();
        Assert.Contains("format         qcow2, version 3", result.OutputLines);
        Assert.Contains("cluster size   65536 bytes (64 KiB)", result.OutputLines);
        Assert.Contains("convert        would take this", result.OutputLines);
    }

    [SkippableFact]
    public void A_program_finds_format_and_size()
    {
        TestImage image = TestImage.Mixed();
        ProgramResult result = AirlockProgram.Run("info", "--json", image.WriteTo(_folder)).ShouldSucceed();
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal(
            ("qcow2", (ulong)image.Contents.Length),
            (json.RootElement.GetProperty("format").GetString(), json.RootElement.GetProperty("virtual-size").GetUInt64()));
        Assert.True(json.RootElement.GetProperty("airlock").GetProperty("convertible").GetBoolean());
    }

    [SkippableFact]
    public void Json_can_be_asked_for_as_qemu_img_has_it()
    {
        string path = TestImage.Mixed().WriteTo(_folder);
        string expected = AirlockProgram.Run("info", "--json", path).ShouldSucceed().Output;
        Assert.Equal(expected, AirlockProgram.Run("info", "--output=json", path).ShouldSucceed().Output);
        Assert.Equal(expected, AirlockProgram.Run("info", "--output", "json", path).ShouldSucceed().Output);
    }

    [SkippableFact]
    public void What_convert_would_refuse_is_an_answer_unless_one_is_strict()
    {
        _folder.WriteFile("in.img", new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        ProgramResult result = AirlockProgram.Run("info", _folder.Input).ShouldSucceed();
        Assert.Contains("/etc/passwd", result.Output, StringComparison.Ordinal);
        AirlockProgram.Run("info", "--strict", _folder.Input).ShouldFail(Refused, "EXTERNAL", "/etc/passwd");
    }

    [SkippableFact]
    public void Who_is_strict_has_the_tables_followed()
    {
        TestImage image = TestImage.Mixed();
        byte[] file = image.Builder.Build();
        _folder.WriteFile("in.img", file[..^(3 << 16)]); // cut within the data
        AirlockProgram.Run("info", _folder.Input).ShouldSucceed();
        AirlockProgram.Run("info", "--strict", _folder.Input).ShouldFail(Refused, "OUT_OF_FILE");
        _folder.WriteFile("in.img", file);
        AirlockProgram.Run("info", "--strict", _folder.Input).ShouldSucceed();
    }

    [SkippableFact]
    public void What_is_no_image_is_refused()
    {
        _folder.WriteInput(4096);
        AirlockProgram.Run("info", _folder.Input).ShouldFail(Refused, "UNKNOWN");
        ProgramResult result = AirlockProgram.Run("info", "--json", _folder.Input).ShouldFail(Refused, "UNKNOWN");
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.False(json.RootElement.GetProperty("airlock").GetProperty("convertible").GetBoolean());
    }

    [SkippableFact]
    public void A_raw_disk_that_is_said_to_be_one_is_one()
    {
        _folder.WriteInput(4096);
        ProgramResult result = AirlockProgram.Run("info", "-f", "raw", _folder.Input).ShouldSucceed();
        Assert.Contains("format        raw", result.OutputLines);
    }

    [SkippableFact]
    public void A_name_in_an_image_cannot_drive_the_terminal()
    {
        _folder.WriteFile("in.img", new Qcow2Builder { BackingFile = "\e]0;owned\a\n"u8.ToArray() }.Build());
        ProgramResult result = AirlockProgram.Run("info", _folder.Input).ShouldSucceed();
        Assert.DoesNotContain(result.Output, character => char.IsControl(character) && character != '\n');
    }

    [SkippableFact]
    public void Counters_are_there_as_for_any_run()
    {
        ProgramResult result = AirlockProgram.Run("info", "--stats", TestImage.Mixed().WriteTo(_folder));
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"input: bytes\s+[0-9,]+", result.Error);
    }
}
