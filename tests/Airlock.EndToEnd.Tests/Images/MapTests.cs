using System.Text.Json;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Testing.Formats.Images;

namespace Airlock.EndToEnd.Tests.Images;

/// <summary><c>airlock map</c>: where in an image's disk what is.</summary>
public sealed class MapTests : IDisposable
{
    private const int Refused = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_parts_are_all_of_the_disk_and_data_are_where_they_are_said_to_be()
    {
        TestImage image = TestImage.Mixed();
        ProgramResult result = AirlockProgram.Run("map", "--json", image.WriteTo(_folder)).ShouldSucceed();
        byte[] file = File.ReadAllBytes(_folder.Input);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        int end = 0;
        foreach (JsonElement part in json.RootElement.EnumerateArray())
        {
            Assert.Equal(end, part.GetProperty("start").GetInt32());
            int length = part.GetProperty("length").GetInt32();
            if (part.TryGetProperty("offset", out JsonElement offset))
            {
                Assert.True(image.Contents.AsSpan(end, length).SequenceEqual(file.AsSpan(offset.GetInt32(), length)));
            }

            end += length;
        }

        Assert.Equal(image.Contents.Length, end);
    }

    [SkippableFact]
    public void Tens_of_thousands_of_parts_come_one_by_one()
    {
        const int parts = 60_000;
        var builder = new Qcow2Builder { ClusterBits = 9, Size = parts * 512 };
        for (ulong i = 1; i < parts; i += 2)
        {
            builder.Entry(i, 1);
        }

        _folder.WriteFile("in.img", builder.Build());
        ProgramResult result = AirlockProgram.Run("map", _folder.Input).ShouldSucceed();
        Assert.Equal(parts + 1, result.OutputLines.Length);
    }

    [SkippableFact]
    public void What_convert_would_refuse_has_no_map()
    {
        _folder.WriteFile("in.img", new Qcow2Builder { BackingFile = "/etc/passwd"u8.ToArray() }.Build());
        ProgramResult result = AirlockProgram.Run("map", "--json", _folder.Input).ShouldFail(Refused, "EXTERNAL");
        Assert.Empty(result.Output);
    }
}
