using System.Linq;
using System.Security.Cryptography;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests.Image;

/// <summary>The digest of an image is that of its virtual disk, or there is none.</summary>
public class DigestTests
{
    private const int Mebibyte = 1 << 20;

    [Property(MaxTest = 60)]
    public void A_qcow2_image_has_the_digest_of_its_contents(PositiveInt seed)
    {
        byte[] image = Images.Qcow2(new System.Random(seed.Get), out byte[] contents);
        using var machine = new ImageMachine(image);
        ShouldBe(contents, machine.Digest());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(9_000_001)]
    public void A_raw_disk_has_that_of_its_bytes(int length)
    {
        byte[] image = new byte[length];
        new System.Random(length).NextBytes(image);
        using var machine = new ImageMachine(image);
        ShouldBe(image, machine.Digest(new VmmConfig { SourceFormat = "raw" }));
    }

    [Fact]
    public void Holes_are_hashed_and_not_read()
    {
        var builder = new Qcow2Builder { ClusterBits = 16, Size = 40 * Mebibyte };
        using var machine = new ImageMachine(builder.Data(600, [7]).Build());
        GuestTalk talk = machine.Digest();

        byte[] contents = new byte[40 * Mebibyte];
        contents[600 << 16] = 7;
        ShouldBe(contents, talk);
        Assert.InRange(machine.BytesRead, 1ul, (ulong)Mebibyte);
    }

    [Fact]
    public void Marks_in_zeroes_come_at_least_every_256_mebibytes()
    {
        using var machine = new ImageMachine(new Qcow2Builder { ClusterBits = 16, Size = 513 * Mebibyte }.Build());
        GuestTalk talk = machine.Digest(new VmmConfig { ProgressStep = 1UL << 40 });
        Assert.Equal([1ul, 524_289, 1_048_577, 1_050_624], talk.Marks);
    }

    [Fact]
    public void What_a_conversion_would_refuse_has_none()
    {
        using var machine = new ImageMachine(new Qcow2Builder { BackingFile = "x"u8.ToArray() }.Build());
        ShouldBeRefused(RefusalClass.RefusalExternal, machine.Digest());
    }

    [Fact]
    public void Nor_has_what_can_only_be_found_on_the_way()
    {
        byte[] compressed = new Qcow2Builder { Size = Mebibyte }.Data(0, [1]).Compressed(9, [0xff, 0xff, 0xff]).Build();
        using var machine = new ImageMachine(compressed);
        ShouldBeRefused(RefusalClass.RefusalCompressed, machine.Digest());

        var builder = new Qcow2Builder { Size = Mebibyte };
        byte[] outside = builder.Data(0, [1]).Build();
        outside.Big64(builder.FirstL2Offset + 80, (1UL << 63) | (1UL << 40));
        using var second = new ImageMachine(outside);
        ShouldBeRefused(RefusalClass.RefusalOutOfFile, second.Digest());
    }

    [Fact]
    public void More_than_the_image_may_come_to_is_refused()
    {
        byte[] image = Images.Qcow2(new System.Random(5), out _);
        using var machine = new ImageMachine(image);
        ShouldBeRefused(RefusalClass.RefusalTooLarge, machine.Digest(new VmmConfig { MaxVirtualSize = 1000 }));
    }

    private static void ShouldBe(byte[] contents, GuestTalk talk)
    {
        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        Assert.Equal(("digest", (ulong)contents.Length), (talk.Completion.Operation, talk.Completion.Count));
        DigestMessage digest = Digests(talk).Single();
        Assert.Equal(("sha256", (ulong)contents.Length), (digest.Algorithm, digest.Bytes));
        Assert.Equal(SHA256.HashData(contents), digest.Digest.ToByteArray());
    }

    private static void ShouldBeRefused(RefusalClass reason, GuestTalk talk)
    {
        Assert.Equal(reason, talk.Messages.Single(message => message.Refusal is not null).Refusal.Reason);
        Assert.False(talk.Completion.Success);
        Assert.Empty(Digests(talk));
    }

    private static System.Collections.Generic.IEnumerable<DigestMessage> Digests(GuestTalk talk) =>
        talk.Messages.Where(message => message.Digest is not null).Select(message => message.Digest);
}
