using System.Collections;
using System.Text.Json;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Airlock.Cli.Tests.Output;

/// <summary>What people and programs are told of an image.</summary>
public class ImageReportTests
{
    private static readonly InfoResultMessage s_qcow2 = new()
    {
        Format = "qcow2",
        Version = 3,
        VirtualSize = 10UL << 30,
        ActualSize = 196_616,
        ClusterSize = 65_536,
        Flags = (uint)(InfoFlag.Dirty | InfoFlag.BackingFile),
        BackingFile = "/etc/passwd",
        Qcow2Info = new Qcow2Info { Compat = "1.1", CompressionType = "zlib", RefcountBits = 16, BackingFormat = "raw", Dirty = true },
        Convertible = new Refusal
        {
            Reason = RefusalClass.RefusalExternal,
            Format = "qcow2",
            Field = "backing_file_offset",
            Value = 512,
            Offset = 8,
            Text = "/etc/passwd",
        },
    };

    private static readonly Refusal s_unknown = new() { Reason = RefusalClass.RefusalUnknown, Text = "no known format" };

    [Fact]
    public void A_person_reads_a_table()
    {
        Assert.Equal(
            """
            image          upload
            format         qcow2, version 3
            virtual size   10737418240 bytes (10 GiB)
            file           196616 bytes (192.01 KiB), of which 200704 bytes (196 KiB) on the
                           disk
            cluster size   65536 bytes (64 KiB)
            state          dirty (wasn't closed)
            backing file   '/etc/passwd' (raw)
            compatibility  1.1
            compression    zlib
            convert        would refuse this (EXTERNAL): qcow2, backing_file_offset at
                           offset 8 is 512: /etc/passwd

            """,
            ImageReportTable.Of(Report(s_qcow2), width: 80));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void No_line_of_it_is_wider_than_the_terminal_whatever_the_image_says(int width)
    {
        InfoResultMessage info = s_qcow2.Clone();
        info.BackingFile = new string('x', 4096);
        info.AlsoLooksLike.Add(Enumerable.Repeat("vmdk", 8));
        Assert.All(
            ImageReportTable.Of(Report(info), width).Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    /// <summary>Whatever text of the message has it, in the details of each format, too.</summary>
    [Theory]
    [InlineData("qcow2_info")]
    [InlineData("vmdk_info")]
    [InlineData("vhd_info")]
    [InlineData("vhdx_info")]
    [InlineData("vdi_info")]
    [InlineData("luks_info")]
    public void What_an_image_says_cannot_drive_the_terminal(string details)
    {
        var info = new InfoResultMessage();
        SayEverywhere("\e]0;owned\a\r", info);
        foreach (FieldDescriptor other in InfoResultMessage.Descriptor.Fields.InDeclarationOrder().Where(
            field => field.Name.EndsWith("_info", StringComparison.Ordinal) && field.Name != details))
        {
            other.Accessor.Clear(info);
        }

        string table = ImageReportTable.Of(Report(info), 80);
        Assert.Contains("owned", table, StringComparison.Ordinal);
        Assert.DoesNotContain(table, character => char.IsControl(character) && character != '\n');
    }

    private static void SayEverywhere(string text, IMessage message)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType is not (FieldType.String or FieldType.Message))
            {
                continue;
            }

            object value = field.FieldType == FieldType.String ? text : Activator.CreateInstance(field.MessageType.ClrType)!;
            if (value is IMessage inner)
            {
                SayEverywhere(text, inner);
            }

            if (field.IsRepeated)
            {
                ((IList)field.Accessor.GetValue(message)).Add(value);
            }
            else
            {
                field.Accessor.SetValue(message, value);
            }
        }
    }

    [Fact]
    public void An_image_without_an_obstacle_would_be_taken()
    {
        string table = ImageReportTable.Of(Report(new InfoResultMessage { Format = "raw", VirtualSize = 512, ActualSize = 512 }), 80);
        Assert.Contains("would take this", table, StringComparison.Ordinal);
        Assert.DoesNotContain("state", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_finds_the_keys_of_qemu()
    {
        using JsonDocument json = JsonDocument.Parse(ImageReportJson.Of(Report(s_qcow2)));
        JsonElement root = json.RootElement;
        Assert.Equal("upload", root.GetProperty("filename").GetString());
        Assert.Equal("qcow2", root.GetProperty("format").GetString());
        Assert.Equal(10UL << 30, root.GetProperty("virtual-size").GetUInt64());
        Assert.Equal(200_704u, root.GetProperty("actual-size").GetUInt64());
        Assert.Equal(65_536u, root.GetProperty("cluster-size").GetUInt32());
        Assert.True(root.GetProperty("dirty-flag").GetBoolean());
        Assert.Equal("/etc/passwd", root.GetProperty("backing-filename").GetString());
        Assert.Equal("raw", root.GetProperty("backing-filename-format").GetString());
        Assert.False(root.TryGetProperty("encrypted", out _));
        JsonElement data = root.GetProperty("format-specific").GetProperty("data");
        Assert.Equal(("1.1", "zlib", 16u), (
            data.GetProperty("compat").GetString(),
            data.GetProperty("compression-type").GetString(),
            data.GetProperty("refcount-bits").GetUInt32()));
    }

    [Fact]
    public void And_ours_beside_them()
    {
        using JsonDocument json = JsonDocument.Parse(ImageReportJson.Of(Report(s_qcow2)));
        JsonElement own = json.RootElement.GetProperty("airlock");
        Assert.False(own.GetProperty("convertible").GetBoolean());
        Assert.Equal("backing_file_offset", own.GetProperty("info").GetProperty("convertible").GetProperty("field").GetString());
    }

    [Fact]
    public void A_file_that_is_no_image_has_a_reason_and_no_format()
    {
        using JsonDocument json = JsonDocument.Parse(ImageReportJson.Of(new ImageReport("upload", 4096, Info: null, s_unknown)));
        Assert.False(json.RootElement.TryGetProperty("format", out _));
        Assert.Equal("no known format", json.RootElement.GetProperty("airlock").GetProperty("refusal").GetProperty("text").GetString());
    }

    [Fact]
    public void A_VHD_is_called_vpc_in_JSON()
    {
        var info = new InfoResultMessage { Format = "vhd", VhdInfo = new VhdInfo { DiskType = 3 } };
        using JsonDocument json = JsonDocument.Parse(ImageReportJson.Of(Report(info)));
        Assert.Equal("vpc", json.RootElement.GetProperty("format").GetString());
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1536, "1536 bytes (1.5 KiB)")]
    [InlineData(ulong.MaxValue, "18446744073709551615 bytes (16 EiB)")]
    public void Bytes_are_exact_and_in_a_unit(ulong bytes, string text) => Assert.Equal(text, ByteCount.Of(bytes));

    private static ImageReport Report(InfoResultMessage info) => new("upload", 200_704, info, Refusal: null);
}
