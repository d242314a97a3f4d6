namespace Airlock.Kvm.Abi;

/// <summary>The values of kvm_run.exit_reason that this library knows. KVM API, 5.</summary>
internal static class ExitReason
{
    internal const uint KVM_EXIT_UNKNOWN = 0;
    internal const uint KVM_EXIT_IO = 2;
    internal const uint KVM_EXIT_HLT = 5;
    internal const uint KVM_EXIT_MMIO = 6;
    internal const uint KVM_EXIT_SHUTDOWN = 8;
    internal const uint KVM_EXIT_FAIL_ENTRY = 9;
    internal const uint KVM_EXIT_INTR = 10;
    internal const uint KVM_EXIT_INTERNAL_ERROR = 17;
    internal const uint KVM_EXIT_SYSTEM_EVENT = 24;
}
