using System.CommandLine;
using Airlock.Cli.Doctor;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock doctor</c>: what this host offers, and what to do about what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var command = new Command("doctor", "Tells what this host offers, and what to do about what is missing.") { json };
        command.SetAction(parsed => (int)Run(parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Run(bool json)
    {
        Finding[] findings = [.. MachineChecks.Run(), .. TracingChecks.Run(), .. KvmChecks.Run(), .. SandboxChecks.Run(), .. StorageChecks.Run()];
        if (json)
        {
            FindingOutput.PrintJson(findings);
        }
        else
        {
            FindingOutput.PrintTable(findings);
        }

        if (!findings.Any(finding => finding.Status == FindingStatus.Missing))
        {
            return ExitCode.Success;
        }

        Diagnostics.Say("No copy can run on this host; the findings above say what is missing.");
        return ExitCode.HostUnsupported;
    }
}
