using Airlock.EndToEnd.Tests.Guests;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>A guest that does one nasty thing, and what its run has to end with.</summary>
/// <param name="Deed">What it does, as the end of "a guest that ...".</param>
/// <param name="ExitCode">0 where the guest may do it and must be able to go on, else mostly 4.</param>
/// <param name="Words">What the sentence on standard error says among other things; nothing with exit code 0.</param>
/// <param name="Write">Its instructions.</param>
/// <param name="Options">Of <c>airlock run</c>.</param>
internal sealed record HostileGuest(
    string Deed, int ExitCode, string Words, Action<GuestAssembler> Write, params string[] Options)
{
    /// <summary>
    /// What KVM's emulator carries out, and the process machine's takes for a fault: atomic instructions, a stack in a
    /// device window, an access of which a part lies in RAM. No compiler makes any of a device access.
    /// </summary>
    public static IReadOnlyList<string> FaultsWithoutKvm { get; } =
        ["uses registers of a device as locks", "keeps its stack in a window", "writes from RAM into a window"];

    /// <summary>
    /// What a KVM without hardware virtualization (kvm_pvm) says instead: its software gates take INT n for an invalid opcode,
    /// and its emulator knows no instruction of ring 0 that it doesn't need.
    /// </summary>
    public static IReadOnlyDictionary<string, string> EndsOnPvm { get; } = new Dictionary<string, string>
    {
        ["raises a machine check itself"] = "invalid opcode",
        ["raises a page fault itself"] = "invalid opcode",
        ["raises a general protection fault before a HLT"] = "invalid opcode",
        ["wants to be a hypervisor by VMXON in ring 0"] = "KVM can't emulate",
        ["asks for an enclave by ENCLS in ring 0"] = "KVM can't emulate",
    };

    /// <summary>All there are, by deed.</summary>
    public static IReadOnlyDictionary<string, HostileGuest> All { get; } =
        ProcessorGuests.All
            .Concat(VirtualizationGuests.All)
            .Concat(PortGuests.All)
            .Concat(WindowGuests.All)
            .Concat(QueueGuests.All)
            .Concat(RequestGuests.All)
            .Concat(MessageGuests.All)
            .Concat(TransportGuests.All)
            .ToDictionary(guest => guest.Deed, StringComparer.Ordinal);
}
