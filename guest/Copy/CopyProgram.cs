using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>The copy program: boot configuration, both devices, the copy, and the last word about it.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal static class CopyProgram<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    /// <summary>Runs to the end. Whatever happens, the last message is a CompleteMessage.</summary>
    /// <param name="bootConfiguration">Guest-physical address of the boot configuration, or 0.</param>
    /// <param name="transport">Where messages go.</param>
    public static void Run(ulong bootConfiguration, TTransport transport)
    {
        CopyError error = BootConfiguration<TPlatform>.Load(bootConfiguration, out CopyOptions options);
        if (error != CopyError.None)
        {
            var early = new CopyReporter<TTransport>(transport, MessageMode.Protobuf);
            early.ConfigurationFailed(error);
            early.Complete(copied: 0, success: false);
            return;
        }

        var reporter = new CopyReporter<TTransport>(transport, options.Messages);
        bool success = TryCopy(options, ref reporter, out ulong copied);
        reporter.Complete(copied, success);
    }

    private static bool TryCopy(in CopyOptions options, ref CopyReporter<TTransport> reporter, out ulong copied)
    {
        copied = 0;
        var input = default(VirtioBlockDriver<TPlatform>);
        var output = default(VirtioBlockDriver<TPlatform>);
        if (!TryStart(options, ref input, ref output, ref reporter, out ulong total))
        {
            return false;
        }

        var engine = new CopyEngine<TPlatform, TTransport>(ref input, ref output, ref reporter, total, options);
        bool devicesWorked = engine.Run();
        copied = engine.Copied;
        return devicesWorked && copied == total;
    }

    private static bool TryStart(
        in CopyOptions options,
        ref VirtioBlockDriver<TPlatform> input,
        ref VirtioBlockDriver<TPlatform> output,
        ref CopyReporter<TTransport> reporter,
        out ulong total)
    {
        var inputBringUp = new DeviceBringUp<TPlatform, TTransport>(ref input, ref reporter, DeviceRole.Input);
        if (!inputBringUp.TryStart(options.InputDevice, out total))
        {
            return false;
        }

        var outputBringUp = new DeviceBringUp<TPlatform, TTransport>(ref output, ref reporter, DeviceRole.Output);
        if (!outputBringUp.TryStart(options.OutputDevice, out ulong room))
        {
            return false;
        }

        if (room < total)
        {
            reporter.DeviceFailed(DeviceStage.Capacity, DeviceRole.Output, (uint)CopyError.OutputTooSmall);
            return false;
        }

        return true;
    }
}
