namespace Airlock.Bench;

/// <summary>What the guest runs in; the names, in lower case, are those of <c>--machine</c>.</summary>
internal enum MachineKind
{
    Kvm,
    Process,
}

internal static class MachineKinds
{
    private const string KvmDevice = "/dev/kvm";

    /// <summary>What airlock takes when it isn't told: KVM where there is one to be used.</summary>
    public static MachineKind Usual { get; } = HasKvm() ? MachineKind.Kvm : MachineKind.Process;

    public static string Name(this MachineKind kind) => kind.ToString().ToLowerInvariant();

    public static string Title(this MachineKind kind) => kind == MachineKind.Kvm ? "KVM" : "process machine";

    private static bool HasKvm()
    {
        try
        {
            File.OpenHandle(KvmDevice, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
