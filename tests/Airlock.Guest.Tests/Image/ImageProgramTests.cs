using System;
using System.Linq;
using System.Text;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests.Image;

/// <summary>The image program as a whole, against the VMM's devices.</summary>
public class ImageProgramTests
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public void Info_says_what_a_qcow2_image_is_and_looks_at_no_output()
    {
        using var machine = new ImageMachine(new Qcow2Builder { Size = 5 * Mebibyte }.Data(3, [1, 2, 3]).Build());
        GuestTalk talk = machine.Info();

        InfoResultMessage info = Infos(talk).Single();
        Assert.Equal(("qcow2", 3u, 5ul * Mebibyte, 4096u), (info.Format, info.Version, info.VirtualSize, info.ClusterSize));
        Assert.Null(info.Convertible);
        Assert.Equal(("info", true), (talk.Completion.Operation, talk.Completion.Success));
        Assert.DoesNotContain(talk.Messages, message => message.Init?.Device == "output");
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Info_says_whether_there_is_something_to_decompress(ulong cluster, bool isCompressed)
    {
        var builder = new Qcow2Builder { Size = 5 * Mebibyte };
        builder = isCompressed ? builder.Compressed(cluster, [1, 2, 3]) : builder.Data(cluster, [1, 2, 3]);
        using var machine = new ImageMachine(builder.Build());
        Assert.Equal(isCompressed, (Infos(machine.Info()).Single().Flags & (uint)InfoFlag.Compressed) != 0);
    }

    [Fact]
    public void Tables_are_followed_if_that_is_asked_for_as_a_conversion_would()
    {
        var builder = new Qcow2Builder { Size = Mebibyte };
        byte[] image = builder.Data(0, [1]).Build();
        image.Big64(builder.FirstL2Offset + 80, (1UL << 63) | (1UL << 40));
        using var first = new ImageMachine(image);
        Assert.Null(Infos(first.Info()).Single().Convertible);

        using var second = new ImageMachine(image);
        GuestTalk talk = second.Info(new VmmConfig { FollowTables = true });
        Assert.Equal(RefusalClass.RefusalOutOfFile, Infos(talk).Single().Convertible.Reason);
        Assert.True(talk.Completion.Success);
    }

    [Fact]
    public void More_data_than_the_image_may_come_to_are_known_when_its_tables_are_followed()
    {
        using var machine = new ImageMachine(ImageOfOneClusterManyTimes());
        var config = new VmmConfig { FollowTables = true, MaxAmplification = 2 };
        Assert.Equal("amplification", Infos(machine.Info(config)).Single().Convertible.Field);
    }

    [Fact]
    public void Info_of_an_image_that_a_conversion_would_refuse_answers_and_says_so()
    {
        using var machine = new ImageMachine(new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        GuestTalk talk = machine.Info();

        InfoResultMessage info = Infos(talk).Single();
        Assert.Equal((RefusalClass.RefusalExternal, "/etc/passwd"), (info.Convertible.Reason, info.BackingFile));
        Assert.True(talk.Completion.Success);
    }

    [Theory]
    [InlineData(Operation.Info)]
    [InlineData(Operation.Convert)]
    public void What_is_no_image_is_refused_and_then_the_last_word_is_failure(Operation operation)
    {
        using var machine = new ImageMachine(new byte[70_000]);
        GuestTalk talk = operation == Operation.Info ? machine.Info() : machine.Convert();

        Assert.Equal(RefusalClass.RefusalUnknown, Refusals(talk).Single().Reason);
        Assert.Equal(GuestMessage.PayloadOneofCase.Refusal, talk.Messages[^2].PayloadCase);
        Assert.False(talk.Completion.Success);
    }

    [Fact]
    public void A_conversion_of_an_image_with_a_backing_file_is_refused()
    {
        using var machine = new ImageMachine(new Qcow2Builder { BackingFile = "x"u8.ToArray() }.Build(), 2048);
        GuestTalk talk = machine.Convert();

        Assert.Equal(RefusalClass.RefusalExternal, Refusals(talk).Single().Reason);
        Assert.False(talk.Completion.Success);
        Assert.Equal(0ul, machine.BytesWritten);
    }

    [Property(MaxTest = 60)]
    public void A_qcow2_image_is_converted_to_its_contents(PositiveInt seed)
    {
        byte[] image = Images.Qcow2(new System.Random(seed.Get), out byte[] contents);
        using var machine = new ImageMachine(image, (contents.Length + 511) / 512);
        GuestTalk talk = machine.Convert();

        Assert.Empty(talk.Errors);
        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        Assert.Equal(("convert", machine.BytesWritten), (talk.Completion.Operation, talk.Completion.Count));
        Assert.Equal(contents, machine.Output[..contents.Length]);
        Assert.Equal(((ulong)contents.Length + 511) / 512, talk.Marks.Last());
    }

    [Fact]
    public void Compressed_data_that_are_longer_than_a_piece_are_decoded_piece_by_piece()
    {
        byte[] contents = new byte[2 * Mebibyte];
        new System.Random(3).NextBytes(contents.AsSpan(0, Mebibyte));
        byte[] stored = Images.Deflate(contents);
        var builder = new Qcow2Builder { ClusterBits = 21, Size = (ulong)contents.Length };
        using var machine = new ImageMachine(builder.Compressed(0, stored, skew: 1001).Build(), contents.Length / 512);
        GuestTalk talk = machine.Convert();

        Assert.InRange(stored.Length, Mebibyte, 2 * Mebibyte);
        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        Assert.Equal(contents, machine.Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(700_000)]
    public void A_raw_image_is_converted_as_it_is(int length)
    {
        byte[] image = new byte[length];
        new System.Random(length).NextBytes(image);
        using var machine = new ImageMachine(image, (length + 511) / 512);
        GuestTalk talk = machine.Convert(new VmmConfig { SourceFormat = "raw" });

        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        Assert.Equal(image, machine.Output[..length]);
    }

    [Property(MaxTest = 20)]
    public void Holes_of_the_file_are_not_read_and_are_zeroes(PositiveInt seed)
    {
        byte[] image = new byte[Mebibyte];
        new Random(seed.Get).NextBytes(image);
        using var machine = new ImageMachine(image, Mebibyte / 512, IsHole);
        GuestTalk talk = machine.Convert(new VmmConfig { SourceFormat = "raw" });

        ulong data = 512 * (ulong)Enumerable.Range(0, Mebibyte / 512).Count(sector => !IsHole((ulong)sector));
        for (int sector = 0; sector < Mebibyte / 512; sector++)
        {
            image.AsSpan(sector * 512, IsHole((ulong)sector) ? 512 : 0).Clear();
        }

        Assert.True(talk.Completion.Success);
        Assert.Equal(image, machine.Output);
        Assert.Equal((data, data), (machine.BytesWritten, talk.Completion.Count));
        Assert.InRange(machine.BytesRead, data, data + (128 << 10)); // and what tells formats apart

        bool IsHole(ulong sector) => (sector / 8 * (ulong)seed.Get >> 3) % 3 != 0;
    }

    [Fact]
    public void A_range_of_the_disk_is_converted_in_its_place()
    {
        byte[] image = Images.Qcow2(new System.Random(77), out byte[] contents);
        int start = contents.Length / 3 / 512 * 512;
        int length = contents.Length / 2 / 512 * 512;
        using var machine = new ImageMachine(image, (contents.Length + 511) / 512);
        GuestTalk talk = machine.Convert(new VmmConfig { RangeStart = (ulong)start, RangeBytes = (ulong)length });

        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        contents.AsSpan(0, start).Clear();
        contents.AsSpan(start + length).Clear();
        Assert.Equal(contents, machine.Output[..contents.Length]);
    }

    [Fact]
    public void A_stream_optimized_vmdk_is_inflated()
    {
        using var machine = new ImageMachine(VmdkBuilder.StreamWithGrains(5, 2, 15), Mebibyte / 512);
        Assert.True(machine.Convert().Completion.Success);
        for (int grain = 0; grain < 16; grain++)
        {
            byte expected = grain is 2 or 5 or 15 ? VmdkBuilder.ByteOf(grain) : (byte)0;
            ReadOnlySpan<byte> bytes = machine.Output.AsSpan(grain * VmdkBuilder.GrainSize, VmdkBuilder.GrainSize);
            Assert.False(bytes.ContainsAnyExcept(expected));
        }
    }

    [Theory]
    [InlineData(VmdkBuilder.GrainSize, true)]
    [InlineData(VmdkBuilder.GrainSize - 512, true)] // the disk ends there
    [InlineData(VmdkBuilder.GrainSize - 513, false)]
    [InlineData(VmdkBuilder.GrainSize + 1, false)]
    public void The_last_grain_may_end_with_the_disk(int length, bool isTaken)
    {
        using var machine = new ImageMachine(StreamOfOneGrain(VmdkBuilder.Zlib(new byte[length])), 2047);
        Assert.Equal(isTaken, machine.Convert().Completion.Success);
    }

    [Theory]
    [InlineData(0)]  // the header of the stream
    [InlineData(-1)] // its checksum
    public void Damage_of_a_zlib_stream_is_refused(int at)
    {
        byte[] stream = VmdkBuilder.Zlib(new byte[VmdkBuilder.GrainSize]);
        stream[at < 0 ? stream.Length + at : at] ^= 1;
        using var machine = new ImageMachine(StreamOfOneGrain(stream), 2047);
        Assert.Equal(RefusalClass.RefusalCompressed, Refusals(machine.Convert()).Single().Reason);
    }

    [Fact]
    public void Damaged_compressed_data_are_refused_with_their_place()
    {
        byte[] stored = [0xff, 0xff, 0xff, 0xff];
        var builder = new Qcow2Builder { Size = Mebibyte };
        byte[] image = builder.Data(0, [1]).Compressed(9, stored).Build();
        using var machine = new ImageMachine(image, Mebibyte / 512);
        GuestTalk talk = machine.Convert();

        Refusal refusal = Refusals(talk).Single();
        Assert.Equal((RefusalClass.RefusalCompressed, "qcow2", 9ul * 4096), (refusal.Reason, refusal.Format, refusal.Value));
        Assert.Equal(stored, image.AsSpan((int)refusal.Offset, 4).ToArray());
        Assert.False(talk.Completion.Success);
    }

    [Fact]
    public void An_entry_that_points_outside_is_refused_when_it_is_come_to()
    {
        var builder = new Qcow2Builder { Size = Mebibyte };
        byte[] image = builder.Data(0, [1]).Build();
        image.Big64(builder.FirstL2Offset + 80, (1UL << 63) | (1UL << 40));
        using var machine = new ImageMachine(image, Mebibyte / 512);
        GuestTalk talk = machine.Convert();

        Assert.Equal(RefusalClass.RefusalOutOfFile, Refusals(talk).Single().Reason);
        Assert.Equal(4096ul, machine.BytesWritten);
    }

    [Fact]
    public void More_than_the_image_may_come_to_is_refused()
    {
        byte[] image = ImageOfOneClusterManyTimes();
        using var machine = new ImageMachine(image, Mebibyte / 512);
        GuestTalk talk = machine.Convert(new VmmConfig { MaxAmplification = 2 });

        Refusal refusal = Refusals(talk).Single();
        Assert.Equal((RefusalClass.RefusalTooLarge, "amplification"), (refusal.Reason, refusal.Field));
        Assert.False(talk.Completion.Success);
        Assert.InRange(machine.BytesWritten, 0ul, 2ul * (ulong)image.Length);
    }

    [Theory]
    [InlineData(0ul, 513ul, 0x208u)]
    [InlineData(100ul, 0ul, 0x208u)]
    [InlineData(2ul * Mebibyte, 512ul, 0x208u)]
    [InlineData(0ul, 2ul * Mebibyte, 0x208u)]
    [InlineData(512ul, ulong.MaxValue, 0x208u)]
    public void A_range_that_the_disk_has_not_is_an_error(ulong start, ulong bytes, uint status)
    {
        using var machine = new ImageMachine(new Qcow2Builder { Size = Mebibyte }.Build(), Mebibyte / 512);
        GuestTalk talk = machine.Convert(new VmmConfig { RangeStart = start, RangeBytes = bytes });

        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(("config", status), (error.Operation, error.Status));
        Assert.False(talk.Completion.Success);
    }

    [Fact]
    public void An_output_that_is_too_small_is_an_error()
    {
        using var machine = new ImageMachine(new Qcow2Builder { Size = Mebibyte }.Build(), (Mebibyte / 512) - 1);
        ErrorMessage error = Assert.Single(machine.Convert().Errors);
        Assert.Equal(("capacity", "output", 0x210u), (error.Operation, error.Device, error.Status));
    }

    [Theory]
    [InlineData("qcow3", "", 0x20au)]
    [InlineData("", "vmdk", 0x209u)]
    public void A_format_that_the_guest_does_not_know_is_an_error(string source, string target, uint status)
    {
        using var machine = new ImageMachine(new byte[512], 1);
        GuestTalk talk = machine.Convert(new VmmConfig { SourceFormat = source, TargetFormat = target });
        Assert.Equal(("config", status), (Assert.Single(talk.Errors).Operation, Assert.Single(talk.Errors).Status));
    }

    /// <summary>A disk of 2,047 sectors, of which the last grain alone is there.</summary>
    private static byte[] StreamOfOneGrain(byte[] stream)
    {
        byte[] image = VmdkBuilder.StreamWithGrains(15);
        byte[] head = image[..(128 * 512)].Little32(12, 2047);
        string text = Encoding.ASCII.GetString(head).Replace("RW 2048", "RW 2047", StringComparison.Ordinal);
        byte[] footer = image[^1536..].Little32(512 + 12, 2047);
        return [.. head[..512], .. Encoding.ASCII.GetBytes(text)[512..4096], .. head[4096..], .. VmdkBuilder.Grain(15, stream), .. footer];
    }

    private static byte[] ImageOfOneClusterManyTimes()
    {
        byte[] data = new byte[4096];
        data.AsSpan().Fill(7);
        var builder = new Qcow2Builder { Size = Mebibyte }.Data(0, data);
        byte[] image = builder.Build();
        for (int i = 1; i < 256; i++)
        {
            image.AsSpan(builder.FirstL2Offset, 8).CopyTo(image.AsSpan(builder.FirstL2Offset + (i * 8)));
        }

        return image;
    }

    private static System.Collections.Generic.IEnumerable<InfoResultMessage> Infos(GuestTalk talk) => talk.Messages
        .Where(message => message.PayloadCase == GuestMessage.PayloadOneofCase.InfoResult)
        .Select(message => message.InfoResult);

    private static System.Collections.Generic.IEnumerable<Refusal> Refusals(GuestTalk talk) => talk.Messages
        .Where(message => message.PayloadCase == GuestMessage.PayloadOneofCase.Refusal)
        .Select(message => message.Refusal);
}
