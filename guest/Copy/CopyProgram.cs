using Airlock.Abi.Machine;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
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
        uint error = (uint)BootConfiguration<TPlatform>.Load(bootConfiguration, out CopyOptions options);
        if (options.SerialNeverBlocks)
        {
            TPlatform.Transmitter(Ports.Com1).NeverBlocks();
            TPlatform.Transmitter(Ports.Com2).NeverBlocks();
        }

        if (error == 0)
        {
            error = (uint)Connect(options, ref transport);
        }

        if (error != 0)
        {
            Refuse(transport, error);
            return;
        }

        var reporter = new CopyReporter<AnnouncedTransport<TPlatform>>(transport, options.Messages);
        bool success = TryCopy(options, ref reporter, out ulong copied);
        reporter.Complete(copied, success);
    }

    private static DriverError Connect(in CopyOptions options, ref AnnouncedTransport<TPlatform> transport)
    {
        TransportOptions chosen = options.Transport;
        switch (chosen.Kind)
        {
            case Transport.Console:
                return transport.UseConsole(chosen.Window, MemoryMap.ConsoleQueue, options.Completions);
            case Transport.Shared:
                transport.UseRing(chosen.RingAddress, chosen.RingBytes, chosen.Window);
                return DriverError.None;
            default:
                return DriverError.None;
        }
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
        bool devicesWorked = engine.Run() && engine.Flush();
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
        var inputBringUp = new DeviceBringUp<TPlatform, AnnouncedTransport<TPlatform>>(
            ref input, ref reporter, DeviceRole.Input);
        if (!inputBringUp.TryStart(options, out total))
        {
            return false;
        }

        var outputBringUp = new DeviceBringUp<TPlatform, AnnouncedTransport<TPlatform>>(
            ref output, ref reporter, DeviceRole.Output);
        if (!outputBringUp.TryStart(options, out ulong room))
        {
            return false;
        }

        uint blockSectors = CopyGeometry.BlockSectors(input, output);
        if (blockSectors > CopyGeometry.DmaSectors(options.RamBytes))
        {
            DeviceRole role = input.BlockSectors == blockSectors ? DeviceRole.Input : DeviceRole.Output;
            reporter.DeviceFailed(DeviceStage.Capacity, role, (uint)CopyError.BlockTooLarge);
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
