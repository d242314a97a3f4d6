using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Machines;

/// <summary>All that a machine is built by: made once by a job, and the same wherever the machine is at work.</summary>
internal sealed record MachineSpec
{
    /// <summary>KVM or process: by now it is decided.</summary>
    public required MachineKind Kind { get; init; }

    /// <summary>Guest RAM in bytes.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>Privilege at entry.</summary>
    public required int Ring { get; init; }

    /// <summary>On which way messages travel; COM1 is there with each.</summary>
    public required Transport Transport { get; init; }

    /// <summary>Whether bytes for COM1 may be collected, so that each needn't be an exit.</summary>
    public required bool CollectsSerial { get; init; }

    /// <summary>The guest's boot configuration: a frame, as it lies in RAM.</summary>
    public required ReadOnlyMemory<byte> BootConfiguration { get; init; }

    /// <summary>The disks, in the order of their windows.</summary>
    public required IReadOnlyList<Disk> Disks { get; init; }

    /// <summary>The longest that requests may still take which the guest has left when it halts; an hour at most.</summary>
    public required TimeSpan LastRequestsTime { get; init; }

    /// <summary>The program; null for the copy guest that is shipped with the library.</summary>
    public GuestImage? Image { get; init; }

    /// <summary>The program that it comes to.</summary>
    public GuestImage Program => Image ?? GuestImage.Copy;

    /// <summary>What the hypervisor is to run.</summary>
    public GuestProgram ToProgram() => new()
    {
        Name = Program.Name,
        EntryPoint = Program.EntryPoint,
        Segments = Program.Segments,
        BootConfiguration = BootConfiguration,
        MemoryBytes = MemoryBytes,
        Ring = Ring,
    };
}
