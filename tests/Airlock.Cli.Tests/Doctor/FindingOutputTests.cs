using Airlock.Cli.Doctor;
using Airlock.Vmm.Host;

namespace Airlock.Cli.Tests.Doctor;

[Collection(ConsoleTests.Name)]
public class FindingOutputTests
{
    private static readonly HostFinding[] s_findings =
    [
        new("KVM", HostStatus.Ok, "yes"),
        new("Landlock", HostStatus.Note, "none [here]", "Switch it on."),
        new("seccomp", HostStatus.Missing, "no", "Build it in."),
    ];

    [Fact]
    public void A_person_reads_a_table_and_what_to_do()
    {
        using var console = new CapturedConsole();
        FindingOutput.PrintTable(s_findings);
        Assert.Matches(@"KVM\s+ok\s+yes", console.Output);
        Assert.Matches(@"Landlock\s+note\s+none \[here\]", console.Output);
        Assert.Matches(@"seccomp\s+missing\s+no", console.Output);
        Assert.EndsWith("Landlock: Switch it on.\nseccomp: Build it in.\n", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_reads_one_object_a_line()
    {
        using var console = new CapturedConsole();
        FindingOutput.PrintJson(s_findings);
        string[] expected =
        [
            """{"check":"KVM","status":"ok","value":"yes"}""",
            """{"check":"Landlock","status":"note","value":"none [here]","advice":"Switch it on."}""",
            """{"check":"seccomp","status":"missing","value":"no","advice":"Build it in."}""",
        ];
        Assert.Equal(expected, console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
