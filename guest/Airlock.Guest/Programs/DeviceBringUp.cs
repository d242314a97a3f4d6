using Airlock.Abi.Machine;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>Takes a device from its window to running, with a message after each step.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TReporter">Who is told.</typeparam>
public readonly ref struct DeviceBringUp<TPlatform, TReporter>
    where TPlatform : struct, IPlatform
    where TReporter : struct, IDeviceReporter
{
    private readonly ref VirtioBlockDriver<TPlatform> _driver;
    private readonly ref TReporter _reporter;
    private readonly DeviceRole _role;

    /// <summary>For the device in <paramref name="role"/>, by <paramref name="driver"/>.</summary>
    public DeviceBringUp(
        ref VirtioBlockDriver<TPlatform> driver, ref TReporter reporter, DeviceRole role)
    {
        _driver = ref driver;
        _reporter = ref reporter;
        _role = role;
    }

    /// <summary>False if the device can't be used, which has been reported then.</summary>
    /// <param name="options">Where the device is, and how it is waited for.</param>
    /// <param name="wanted">What its user makes use of, where it is offered.</param>
    /// <param name="sectors">The device's capacity.</param>
    public bool TryStart(in MachineOptions options, BlockOptions wanted, out ulong sectors)
    {
        ulong window = options.Window(_role);
        sectors = 0;
        if (!Succeeded(DeviceStage.Probe, _driver.Probe(window)))
        {
            return false;
        }

        _reporter.Initialised(DeviceStage.Probe, _role, window);
        if (!Succeeded(DeviceStage.Features, _driver.NegotiateFeatures(wanted, out ulong features)))
        {
            return false;
        }

        _reporter.Initialised(DeviceStage.Features, _role, features);
        if (_role == DeviceRole.Output && _driver.IsReadOnly)
        {
            return Fail(DeviceStage.Features, (uint)ProgramError.OutputReadOnly);
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

    private ulong QueueAddress => _role switch
    {
        DeviceRole.Input => MemoryMap.InputQueue,
        DeviceRole.Output => MemoryMap.OutputQueue,
        _ => MemoryMap.SecondQueue,
    };

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
