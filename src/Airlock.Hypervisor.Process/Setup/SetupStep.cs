namespace Airlock.Hypervisor.Process.Setup;

/// <summary>What the stub does one after the other, numbered as in stub.S: where it fails, it exits with the number.</summary>
internal enum SetupStep
{
    MapOrders = 1,
    EndWithParent,
    RefusePrivileges,
    AskToBeTraced,
    RefuseDebuggers,
    LowerLimits,
    UnmapBelow,
    MapMemory,
    CloseDescriptors,
    UnmapAbove,
    RefuseSystemCalls,
}
