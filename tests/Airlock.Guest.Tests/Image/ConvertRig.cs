using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Storage;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;
using Airlock.Image;
using Airlock.Image.Contents;
using Airlock.Image.Convert;

namespace Airlock.Guest.Tests.Image;

/// <summary>Runs the engine of a conversion over the fake devices of a machine.</summary>
internal sealed class ConvertRig : IDisposable
{
    private const ulong BuffersLength = 2 << 20;

    private ImageSource<TestPlatform> _source;
    private VirtioBlockDriver<TestPlatform> _output;

    public ConvertRig(int imageSectors, int outputSectors, bool takesZeroes = false)
    {
        Pair = new FakePair(imageSectors, outputSectors);
        if (takesZeroes)
        {
            Pair.Output.Features |= 1UL << 14;
            Pair.Output.MaxZeroSectors = 300;
        }
        else
        {
            Array.Clear(Pair.OutputDisk); // as of a new file
        }
    }

    public FakePair Pair { get; }

    /// <summary>Called when both devices are up.</summary>
    public Action? Started { get; set; }

    public ulong Written { get; private set; }

    public ContentEnding Run(PatchworkDisk disk, ulong start, ulong end)
    {
        TestPlatform.Machine = Pair.Machine;
        var areas = new RamAreas(MemoryMap.DefaultRamSize);
        Assert.True(areas.TryTake(DiskReader<TestPlatform>.CacheLength, out RamArea cache));
        Assert.True(areas.TryTake(BuffersLength, out RamArea buffers));
        Start(ref _source.Disk.Driver, MemoryMap.InputDevice, MemoryMap.InputQueue);
        Start(ref _output, MemoryMap.OutputDevice, MemoryMap.OutputQueue);
        Started?.Invoke();
        _source.Disk.Start((ulong)Pair.InputDisk.Length, cache, CompletionMode.Awaited);
        var options = default(ImageOptions);
        options.Operation = Messages.Operation.OperationConvert;
        var reporter = new ImageReporter<SerialTransport<TestPlatform>>(default, options);
        var engine = new ConvertEngine<TestPlatform, SerialTransport<TestPlatform>, PatchworkDisk>(
            ref _source, ref _output, ref reporter, ref disk, new ConvertPlan
            {
                Start = start,
                End = end,
                Buffers = buffers,
                Completions = CompletionMode.Awaited,
            });
        ContentEnding ending = engine.Run();
        Written = engine.Written;
        reporter.Complete(engine.Written, ending == ContentEnding.Done);
        return ending;
    }

    /// <summary>What was said.</summary>
    public GuestTalk Talk => GuestTalk.Typed(Pair.Machine);

    public void Dispose() => Pair.Dispose();

    private static void Start(ref VirtioBlockDriver<TestPlatform> driver, ulong window, ulong queue)
    {
        Assert.Equal(DriverError.None, driver.Probe(window));
        Assert.Equal(DriverError.None, driver.NegotiateFeatures(BlockOptions.Sparse, out _));
        Assert.Equal(DriverError.None, driver.SetUpQueue(queue, CompletionMode.Awaited, out _));
        Assert.Equal(DriverError.None, driver.ReadCapacity(out _));
        Assert.Equal(DriverError.None, driver.Start());
    }
}
