using System;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Queues;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Pieces;

/// <summary>The device's side of a virtqueue: a request of three descriptors taken and given back.</summary>
public class QueueBenchmarks : IDisposable
{
    private const int Requests = 128;
    private const ushort QueueSize = 256;

    private readonly GuestMemory _memory = GuestMemory.Allocate(BlockDeviceRig.DefaultRamSize);
    private readonly DescriptorChain _chain = new();
    private readonly SplitVirtqueue _queue;
    private readonly RingBuilder _ring;
    private ushort _available;

    public QueueBenchmarks()
    {
        _ring = new RingBuilder(_memory, BlockDeviceRig.QueueAddress, QueueSize);
        _queue = new SplitVirtqueue(_memory);
        ushort head = new BlockChainBuilder(_memory, _ring, BlockDeviceRig.BufferStart, BlockDeviceRig.BufferEnd)
            .Read(sector: 0, bytes: 4096).Head;

        // Every entry of the available ring names the same chain: it is given back before it is taken again.
        for (int i = 0; i < QueueSize; i++)
        {
            _ring.MakeAvailable(head);
        }

        _ring.SetAvailIndex(0);
        if (!_queue.Start(_ring.Geometry))
        {
            throw new InvalidOperationException("The queue refused its geometry.");
        }
    }

    [Benchmark(Description = "virtqueue: pop and push a chain of three", OperationsPerInvoke = Requests)]
    public void PopAndPush()
    {
        _available += Requests;
        _ring.SetAvailIndex(_available);
        while (_queue.TryPop(_chain) == PopResult.Taken)
        {
            _queue.AddUsed(_chain);
        }

        _queue.Publish();
    }

    public void Dispose()
    {
        _memory.Dispose();
        GC.SuppressFinalize(this);
    }
}
