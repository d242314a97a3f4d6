using Airlock.Kvm;
using Airlock.Virtio.Block;
using Airlock.Vmm.Serial;

namespace Airlock.Vmm.Running;

/// <summary>What a machine is built around.</summary>
/// <param name="Kvm">Stays the caller's.</param>
internal sealed record MachineParts(KvmSystem Kvm, IBlockStore Input, IBlockStore Output, DebugText Debug);
