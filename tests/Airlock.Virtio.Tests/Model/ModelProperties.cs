using FsCheck.Xunit;

namespace Airlock.Virtio.Tests.Model;

/// <summary>
/// Whatever a driver does, in whatever order, the device is where a simple model of the specification says: each
/// register, RAM and disk.
/// </summary>
public class ModelProperties
{
    [Property(MaxTest = 300, EndSize = 60, Arbitrary = [typeof(DriverActions)])]
    public void The_device_does_what_the_model_predicts(DriverAction[] actions)
    {
        using var device = new ModelledDevice();
        foreach (DriverAction action in actions)
        {
            action.Do(device);
            device.Compare();
        }
    }

    [Fact]
    public void An_honest_driver_reads_what_it_has_written()
    {
        using var device = new ModelledDevice();
        DriverAction[] actions =
        [
            new DriverAction.BringUp(8, 1UL << 32), new DriverAction.Request(1, 3, 512, 512, 0), new DriverAction.Kick(0),
            new DriverAction.Request(0, 3, 1024, 0, 4), new DriverAction.Kick(0),
        ];
        foreach (DriverAction action in actions)
        {
            action.Do(device);
            device.Compare();
        }
    }
}
