using System;
using Airlock.Testing;
using Airlock.Virtio.Block;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Pieces;

/// <summary>A block request's way from a copied chain to checked numbers.</summary>
public class BlockBenchmarks : IDisposable
{
    private const int Sectors = 64;

    private readonly BlockDeviceRig _rig = BlockDeviceRig.Started(new MemoryStore(Sectors));
    private readonly BlockRequest _request = new();
    private readonly BlockRequestParser _parser;

    public BlockBenchmarks()
    {
        _parser = new BlockRequestParser(_rig.Memory, Sectors, isReadOnly: false);
        _rig.Ring.MakeAvailable(_rig.Chains.Read(sector: 8, bytes: 4096).Head);
        if (!_rig.Device.TryTake(_request))
        {
            throw new InvalidOperationException("The device took no request.");
        }
    }

    [Benchmark(Description = "block device: parse and check a request")]
    public BlockRequestStatus Parse()
    {
        _parser.Parse(_request);
        return _request.Status;
    }

    public void Dispose()
    {
        _rig.Dispose();
        GC.SuppressFinalize(this);
    }
}
