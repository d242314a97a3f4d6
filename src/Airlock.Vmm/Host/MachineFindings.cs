namespace Airlock.Vmm.Host;

/// <summary>Which makes of the machine start here.</summary>
/// <param name="Findings">One for each make.</param>
/// <param name="KvmObstacle">What keeps KVM from being used.</param>
internal sealed record MachineFindings(IReadOnlyList<HostFinding> Findings, KvmObstacle KvmObstacle)
{
    /// <param name="diagnosis">Finds the cause.</param>
    /// <param name="kvm">Why no machine of KVM starts; null if it does.</param>
    /// <param name="openErrno">What opening its device came to.</param>
    /// <param name="process">Why the other doesn't.</param>
    public static MachineFindings Of(KvmDiagnosis diagnosis, string? kvm, int openErrno, string? process)
    {
        string? advice = null;
        KvmObstacle obstacle = kvm is null ? KvmObstacle.None : diagnosis.Find(openErrno, kvm, out advice);
        HostStatus otherwise = kvm is null || process is null ? HostStatus.Note : HostStatus.Missing;
        return new MachineFindings([Of("kvm", advice, otherwise), Of("process", process, otherwise)], obstacle);
    }

    private static HostFinding Of(string machine, string? advice, HostStatus otherwise) => advice is null
        ? HostFinding.Ok($"machine: {machine}", "starts and stops")
        : new HostFinding($"machine: {machine}", otherwise, "doesn't start", advice);
}
