using System.CommandLine;
using Airlock.Cli.Doctor;
using Airlock.Vmm.Host;

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
        HostReport report = HostReport.Create();
        if (json)
        {
            FindingOutput.PrintJson(report.Findings);
        }
        else
        {
            FindingOutput.PrintTable(report.Findings);
        }

        if (report.CanRun)
        {
            return ExitCode.Success;
        }

        Diagnostics.Say("No copy can run on this host; the findings above say what is missing.");
        return ExitCode.HostUnsupported;
    }
}
