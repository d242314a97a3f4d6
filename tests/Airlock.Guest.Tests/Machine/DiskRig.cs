using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Storage;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Tests.Machine;

/// <summary>A started <see cref="DiskReader{TPlatform}"/> over the fake input of a machine without output.</summary>
internal sealed class DiskRig : IDisposable
{
    private readonly FakePair _pair;
    private DiskReader<TestPlatform> _reader;

    public DiskRig(int sectors, ulong length, CompletionMode mode = CompletionMode.Awaited)
    {
        _pair = new FakePair(sectors);
        TestPlatform.Machine = _pair.Machine;
        var areas = new RamAreas(MemoryMap.DefaultRamSize);
        Assert.True(areas.TryTake(DiskReader<TestPlatform>.CacheLength, out RamArea cache));
        ref VirtioBlockDriver<TestPlatform> driver = ref _reader.Driver;
        Assert.Equal(DriverError.None, driver.Probe(MemoryMap.InputDevice));
        Assert.Equal(DriverError.None, driver.NegotiateFeatures(out _));
        Assert.Equal(DriverError.None, driver.SetUpQueue(MemoryMap.InputQueue, mode, out _));
        Assert.Equal(DriverError.None, driver.ReadCapacity(out _));
        Assert.Equal(DriverError.None, driver.Start());
        _reader.Start(length, cache, mode);
    }

    public ref DiskReader<TestPlatform> Reader => ref _reader;

    public FakeBlockDevice Device => _pair.Input;

    public byte[] Disk => _pair.InputDisk;

    public void Dispose() => _pair.Dispose();
}
