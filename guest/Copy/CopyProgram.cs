using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>
/// The copy program: boot configuration, transport, both devices, the copy, and the last word about it.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal static class CopyProgram<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>Runs to the end. Whatever happens, the last message is a CompleteMessage.</summary>
    /// <param name="bootConfiguration">Guest-physical address of the boot configuration, or 0.</param>
    public static void Run(ulong bootConfiguration)
    {
        var transport = default(AnnouncedTransport<TPlatform>);
        CopyOptions options = default;
        uint error = (uint)BootConfiguration.Read<TPlatform>(bootConfiguration, out VmmConfig config);
        if (error == 0)
        {
            error = CopyOptions.Read(config, out options);
            TransportBringUp.PrepareSerial<TPlatform>(options.Machine);
        }

        if (error == 0)
        {
            error = (uint)TransportBringUp.Connect(options.Machine, ref transport);
        }

        if (error != 0)
        {
            Refuse(transport, error);
            return;
        }

        var reporter = new CopyReporter<AnnouncedTransport<TPlatform>>(transport, options.Machine.Messages);
        bool success = TryCopy(options, ref reporter, out ulong copied);
        reporter.Complete(copied, success);
    }

    /// <summary>
    /// Says that the boot configuration can't be followed; what mode of messages it wanted may not be known.
    /// </summary>
    private static void Refuse(AnnouncedTransport<TPlatform> transport, uint status)
    {
        var reporter = new CopyReporter<AnnouncedTransport<TPlatform>>(transport, MessageMode.Protobuf);
        reporter.ConfigurationFailed(status);
        reporter.Complete(copied: 0, success: false);
    }

    private static bool TryCopy(
        in CopyOptions options, ref CopyReporter<AnnouncedTransport<TPlatform>> reporter, out ulong copied)
    {
        copied = 0;
        var input = default(VirtioBlockDriver<TPlatform>);
        var output = default(VirtioBlockDriver<TPlatform>);
        if (!TryStart(options, ref input, ref output, ref reporter, out ulong total))
        {
            return false;
        }

        var engine = new CopyEngine<TPlatform, AnnouncedTransport<TPlatform>>(
            ref input, ref output, ref reporter, total, options);
        bool devicesWorked = engine.Run()
            && DeviceWatch.TryFlush(ref output, options.Machine.Completions, ref reporter);
        copied = engine.Copied;
        return devicesWorked && copied == total;
    }

    private static bool TryStart(
        in CopyOptions options,
        ref VirtioBlockDriver<TPlatform> input,
        ref VirtioBlockDriver<TPlatform> output,
        ref CopyReporter<AnnouncedTransport<TPlatform>> reporter,
        out ulong total)
    {
        var inputBringUp = new DeviceBringUp<TPlatform, CopyReporter<AnnouncedTransport<TPlatform>>>(
            ref input, ref reporter, DeviceRole.Input);
        if (!inputBringUp.TryStart(options.Machine, options.Wanted(DeviceRole.Input), out total))
        {
            return false;
        }

        var outputBringUp = new DeviceBringUp<TPlatform, CopyReporter<AnnouncedTransport<TPlatform>>>(
            ref output, ref reporter, DeviceRole.Output);
        if (!outputBringUp.TryStart(options.Machine, options.Wanted(DeviceRole.Output), out ulong room))
        {
            return false;
        }

        uint blockSectors = CopyGeometry.BlockSectors(input, output);
        if (blockSectors > CopyGeometry.DmaSectors(options.Machine.RamBytes))
        {
            DeviceRole role = input.BlockSectors == blockSectors ? DeviceRole.Input : DeviceRole.Output;
            reporter.DeviceFailed(DeviceStage.Capacity, role, (uint)CopyError.BlockTooLarge);
            return false;
        }

        if (room < total)
        {
            reporter.DeviceFailed(DeviceStage.Capacity, DeviceRole.Output, (uint)ProgramError.OutputTooSmall);
            return false;
        }

        return true;
    }
}
