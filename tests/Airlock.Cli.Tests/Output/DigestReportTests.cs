using System.Text.Json;
using Airlock.Cli.Output;
using Airlock.Protocol;
using Airlock.Vmm.Results;
using Google.Protobuf;

namespace Airlock.Cli.Tests.Output;

/// <summary>What people and programs are told of an image's contents.</summary>
public class DigestReportTests
{
    private static readonly string s_digits = string.Concat(Enumerable.Repeat("0f", 32));

    [Fact]
    public void A_person_reads_a_line_as_of_sha256sum() =>
        Assert.Equal($"{s_digits}  up\\nload\n", DigestReport.Of("up\nload", Result(RunOutcome.Succeeded), json: false));

    [Fact]
    public void A_program_reads_one_object()
    {
        using JsonDocument json = JsonDocument.Parse(DigestReport.Of("upload", Result(RunOutcome.Succeeded), json: true)!);
        Assert.Equal("upload", json.RootElement.GetProperty("filename").GetString());
        Assert.Equal("vpc", json.RootElement.GetProperty("format").GetString());
        Assert.Equal(1024, json.RootElement.GetProperty("virtual-size").GetInt32());
        Assert.Equal("sha256", json.RootElement.GetProperty("algorithm").GetString());
        Assert.Equal(s_digits, json.RootElement.GetProperty("digest").GetString());
    }

    [Theory]
    [InlineData(RunOutcome.Refused)]
    [InlineData(RunOutcome.ContractBroken)]
    public void A_run_that_did_not_succeed_has_none(RunOutcome outcome) =>
        Assert.Null(DigestReport.Of("upload", Result(outcome), json: true));

    private static RunResult Result(RunOutcome outcome) => Results.Of(outcome) with
    {
        Info = new InfoResultMessage { Format = "vhd", VirtualSize = 1024 },
        Digest = new DigestMessage
        {
            Algorithm = "sha256",
            Digest = ByteString.CopyFrom(Convert.FromHexString(s_digits)),
            Bytes = 1024,
        },
    };
}
