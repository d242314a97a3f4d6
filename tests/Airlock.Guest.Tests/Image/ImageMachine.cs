using System;
using Airlock.Guest.Tests.Machine;
using Airlock.Image;
using Airlock.Protocol;

namespace Airlock.Guest.Tests.Image;

/// <summary>The image program in a machine with the devices of the VMM: an image, rounded up to sectors, and an output.</summary>
internal sealed class ImageMachine : IDisposable
{
    private const int DeviceThreads = 1;

    private readonly RealPair _pair;
    private readonly int _length;

    public ImageMachine(byte[] image, int outputSectors = 0, Func<ulong, bool>? isHole = null)
    {
        byte[] input = new byte[(image.Length + 511) / 512 * 512];
        image.CopyTo(input, 0);
        _length = image.Length;
        _pair = new RealPair(input, outputSectors, DeviceThreads, isHole);
        _pair.Machine.Program = ImageProgram.Run<TestPlatform>;
    }

    public byte[] Output => _pair.OutputDisk;

    public ulong BytesWritten => (ulong)_pair.Output.Metrics.BytesWritten;

    public ulong BytesRead => (ulong)_pair.Input.Metrics.BytesRead;

    public GuestTalk Info(VmmConfig? config = null) => Run(Operation.Info, config ?? new VmmConfig());

    public GuestTalk Convert(VmmConfig? config = null) => Run(Operation.Convert, config ?? new VmmConfig());

    public GuestTalk Map(VmmConfig? config = null) => Run(Operation.Map, config ?? new VmmConfig());

    public GuestTalk Digest(VmmConfig? config = null) => Run(Operation.Digest, config ?? new VmmConfig());

    public void Dispose() => _pair.Dispose();

    private GuestTalk Run(Operation operation, VmmConfig config)
    {
        config.Operation = operation;
        config.Devices.Add(new DeviceConfig { Name = "input", Bytes = (ulong)_length });
        GuestTalk talk = _pair.Run(config);
        Assert.Null(_pair.Fault);
        return talk;
    }
}
