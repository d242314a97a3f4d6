using System;
using Airlock.Memory;
using Airlock.Testing;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Pieces;

/// <summary>A guest's access to a register, from the address to the device's answer.</summary>
public class MmioBenchmarks : IDisposable
{
    private const ulong FirstWindow = 0x1000_0000;
    private const ulong WindowLength = 0x1000;

    /// <summary>The QueueNumMax register (VIRTIO 1.2, 4.2.2).</summary>
    private const ulong Register = FirstWindow + WindowLength + 0x34;

    private readonly BlockDeviceRig _input = BlockDeviceRig.Started(new MemoryStore(sectors: 64, readOnly: true));
    private readonly BlockDeviceRig _output = BlockDeviceRig.Started(new MemoryStore(sectors: 64));
    private readonly Bus _bus = Bus.ForMmio();
    private readonly byte[] _data = new byte[4];

    public MmioBenchmarks()
    {
        _bus.Map(FirstWindow, WindowLength, _input.Transport);
        _bus.Map(FirstWindow + WindowLength, WindowLength, _output.Transport);
    }

    [Benchmark(Description = "MMIO: dispatch a register read")]
    public BusAnswer ReadRegister() => _bus.Read(Register, _data);

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        GC.SuppressFinalize(this);
    }
}
