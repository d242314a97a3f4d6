using System.Security.Cryptography;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary><c>airlock digest</c>: the SHA-256 of what is in an image, in whatever format.</summary>
public sealed class DigestTests : IDisposable
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int Refused = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_image_and_its_raw_disk_have_the_same_digest()
    {
        TestImage image = TestImage.Mixed();
        string digest = Convert.ToHexStringLower(SHA256.HashData(image.Contents));
        ProgramResult ofImage = AirlockProgram.Run("digest", image.WriteTo(_folder)).ShouldSucceed();
        Assert.Equal([$"{digest}  {_folder.Input}"], ofImage.OutputLines);

        string raw = _folder.WriteFile("raw.img", image.Contents);
        ProgramResult ofRaw = AirlockProgram.Run("digest", "-f", "raw", raw).ShouldSucceed();
        Assert.Equal([$"{digest}  {raw}"], ofRaw.OutputLines);
    }

    [SkippableFact]
    public void Another_digest_than_the_expected_one_is_told()
    {
        TestImage image = TestImage.Mixed();
        string digest = Convert.ToHexString(SHA256.HashData(image.Contents));
        AirlockProgram.Run("digest", "--expect", digest, image.WriteTo(_folder)).ShouldSucceed();
        string other = (digest[0] == '0' ? '1' : '0') + digest[1..];
        AirlockProgram.Run("digest", "--expect", other, _folder.Input).ShouldFail(Failed, "others than expected");
        ProgramResult wrong = AirlockProgram.Run("digest", "--expect", "12", _folder.Input);
        Assert.Equal(Usage, wrong.ExitCode);
        Assert.Contains("64 hexadecimal digits", wrong.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_convert_would_refuse_has_no_digest()
    {
        _folder.WriteFile("in.img", new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        ProgramResult result = AirlockProgram.Run("digest", _folder.Input).ShouldFail(Refused, "EXTERNAL", "/etc/passwd");
        Assert.Empty(result.Output);
    }
}
