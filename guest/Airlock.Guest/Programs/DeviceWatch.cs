using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>What a program does about a device as a whole, once it is at work.</summary>
public static class DeviceWatch
{
    /// <summary>Whether a device still works. One that doesn't is given up, and reported.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    /// <typeparam name="TReporter">Who is told.</typeparam>
    public static bool Works<TPlatform, TReporter>(
        ref VirtioBlockDriver<TPlatform> driver, DeviceRole role, ref TReporter reporter)
        where TPlatform : struct, IPlatform
        where TReporter : struct, IDeviceReporter
    {
        if (driver.Error == DriverError.None)
        {
            return true;
        }

        driver.Fail();
        reporter.DeviceFailed(DeviceStage.Queue, role, (uint)driver.Error);
        return false;
    }

    /// <summary>
    /// Has the output make safe what was written, if it wants to be told; nothing else is outstanding. False if it can't,
    /// or failed as a whole, which has been reported.
    /// </summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    /// <typeparam name="TReporter">Who is told.</typeparam>
    public static bool TryFlush<TPlatform, TReporter>(
        ref VirtioBlockDriver<TPlatform> output, CompletionMode completions, ref TReporter reporter)
        where TPlatform : struct, IPlatform
        where TReporter : struct, IDeviceReporter
    {
        if (!output.NeedsFlush)
        {
            return true;
        }

        output.Add(slot: 0, new BlockRequest(BlockOperation.Flush, sector: 0, buffer: 0, length: 0));
        output.Publish();
        var wait = new CompletionWait(completions, Backoff.Patience);
        BlockCompletion completion;
        while (!output.TryTake(out completion))
        {
            if (!Works(ref output, DeviceRole.Output, ref reporter))
            {
                return false;
            }

            if (!wait.TrySpin(ref output))
            {
                reporter.Flush();
                wait.Yield(ref output);
            }
        }

        if (!completion.Succeeded)
        {
            reporter.DeviceFailed(DeviceStage.Flush, DeviceRole.Output, completion.Status);
        }

        return completion.Succeeded;
    }
}
