using Airlock.Abi.Machine;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Takes a device from its window to running, with a message after each step.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal readonly ref struct DeviceBringUp<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    private readonly ref VirtioBlockDriver<TPlatform> _driver;
    private readonly ref CopyReporter<TTransport> _reporter;
    private readonly DeviceRole _role;

    /// <summary>For the device in <paramref name="role"/>, by <paramref name="driver"/>.</summary>
    public DeviceBringUp(
        ref VirtioBlockDriver<TPlatform> driver, ref CopyReporter<TTransport> reporter, DeviceRole role)
    {
        _driver = ref driver;
        _reporter = ref reporter;
        _role = role;
    }

    /// <summary>False if the device can't be used, which has been reported then.</summary>
    public bool TryStart(in CopyOptions options, out ulong sectors)
    {
        ulong window = _role == DeviceRole.Input ? options.InputDevice : options.OutputDevice;
        sectors = 0;
        if (!Succeeded(DeviceStage.Probe, _driver.Probe(window)))
        {
            return false;
        }

        _reporter.Initialised(DeviceStage.Probe, _role, window);
        if (!Succeeded(DeviceStage.Features, _driver.NegotiateFeatures(Wanted(options), out ulong features)))
        {
            return false;
        }

        _reporter.Initialised(DeviceStage.Features, _role, features);
        if (_role == DeviceRole.Output && _driver.IsReadOnly)
        {
            return Fail(DeviceStage.Features, (uint)CopyError.OutputReadOnly);
        }

        if (!Succeeded(DeviceStage.Queue, _driver.SetUpQueue(QueueAddress, options.Completions, out uint size)))
        {
            return false;
        }

        _reporter.Initialised(DeviceStage.Queue, _role, size);
        if (!Succeeded(DeviceStage.Capacity, _driver.ReadCapacity(out sectors)))
        {
            return false;
        }

        _reporter.Capacity(_role, sectors);
        return Succeeded(DeviceStage.Start, _driver.Start());
    }

    private ulong QueueAddress => _role == DeviceRole.Input ? MemoryMap.InputQueue : MemoryMap.OutputQueue;

    private BlockOptions Wanted(in CopyOptions options) => BlockOptions.BlockSize
        | (options.Sparse != SparseMode.Never ? BlockOptions.Sparse : BlockOptions.None)
        | (_role == DeviceRole.Output ? BlockOptions.Flush : BlockOptions.None);

    private bool Succeeded(DeviceStage stage, DriverError error) =>
        error == DriverError.None || Fail(stage, (uint)error);

    private bool Fail(DeviceStage stage, uint status)
    {
        // Where no device has been found there is none to be told.
        if (stage != DeviceStage.Probe)
        {
            _driver.Fail();
        }

        _reporter.DeviceFailed(stage, _role, status);
        return false;
    }
}
