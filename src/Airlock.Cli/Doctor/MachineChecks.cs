using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Doctor;

/// <summary>Which makes of the machine start here: each is tried.</summary>
internal static class MachineChecks
{
    public static IEnumerable<Finding> Run()
    {
        string? kvm = MachineProbe.WhyNot(MachineKind.Kvm), process = MachineProbe.WhyNot(MachineKind.Process);
        FindingStatus otherwise = kvm is null || process is null ? FindingStatus.Note : FindingStatus.Missing;
        return [Of("kvm", kvm, otherwise), Of("process", process, otherwise)];
    }

    private static Finding Of(string machine, string? whyNot, FindingStatus otherwise) => whyNot is null
        ? Finding.Ok($"machine: {machine}", "starts and stops")
        : new Finding($"machine: {machine}", otherwise, "doesn't start", whyNot);
}
