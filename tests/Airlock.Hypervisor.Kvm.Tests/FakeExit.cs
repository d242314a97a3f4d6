using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>An exit of KVM's as it lies in the shared page.</summary>
internal sealed record FakeExit(VcpuExitKind Kind, uint Reason = 0)
{
    public ulong Detail { get; init; }

    public uint Size { get; init; } = 1;

    public bool IsWrite { get; init; }

    public byte[] Data { get; init; } = [];

    public static FakeExit Out(ushort port, params byte[] data) =>
        new(VcpuExitKind.Io) { Detail = port, IsWrite = true, Data = data };

    public static FakeExit In(ushort port, params byte[] data) => new(VcpuExitKind.Io) { Detail = port, Data = data };

    public static FakeExit Write(ulong address, params byte[] data) =>
        new(VcpuExitKind.Mmio) { Detail = address, IsWrite = true, Data = data };

    public static FakeExit Read(ulong address, params byte[] data) =>
        new(VcpuExitKind.Mmio) { Detail = address, Data = data };

    public VcpuExit ToExit() => new(Kind, Reason)
    {
        Detail = Detail,
        Size = Size,
        Count = (uint)Data.Length / Size,
        IsWrite = IsWrite,
        Data = Data,
    };
}
