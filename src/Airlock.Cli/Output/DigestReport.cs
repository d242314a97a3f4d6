using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Output;

/// <summary>What an image's contents come to: a line as sha256sum has it, or one JSON object.</summary>
internal static class DigestReport
{
    /// <summary>Null where the run has no digest to show.</summary>
    public static string? Of(string name, RunResult result, bool json)
    {
        if (result.Outcome != RunOutcome.Succeeded || result is not { Digest: { } digest, Info: { } info })
        {
            return null;
        }

        string digits = Convert.ToHexStringLower(digest.Digest.Span);
        return json ? Json(name, info, digest, digits) : $"{digits}  {EscapedText.Escape(name)}\n";
    }

    private static string Json(string name, InfoResultMessage info, DigestMessage digest, string digits) => JsonAnswer.Of(json =>
    {
        json.WriteString("filename", name);
        json.WriteString("format", ImageReportJson.NameIn(info.Format));
        json.WriteNumber("virtual-size", digest.Bytes);
        json.WriteString("algorithm", digest.Algorithm);
        json.WriteString("digest", digits);
    });
}
