using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;

namespace Airlock.Image;

/// <summary>
/// The image program: boot configuration, transport, the operation on the image, and the last word about it.
/// </summary>
internal static class ImageProgram
{
    /// <summary>Runs to the end. Whatever happens, the last message is a CompleteMessage.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    /// <param name="bootConfiguration">Guest-physical address of the boot configuration, or 0.</param>
    public static void Run<TPlatform>(ulong bootConfiguration)
        where TPlatform : struct, IPlatform
    {
        var transport = default(AnnouncedTransport<TPlatform>);
        ImageOptions options = default;
        uint error = (uint)BootConfiguration.Read<TPlatform>(bootConfiguration, out VmmConfig config);
        if (error == 0)
        {
            error = (uint)ImageOptions.Read(config, out options);
            TransportBringUp.PrepareSerial<TPlatform>(options.Machine);
        }

        if (error == 0)
        {
            error = (uint)TransportBringUp.Connect(options.Machine, ref transport);
        }

        ImageAreas areas = default;
        if (error == 0 && !ImageAreas.TryDivide<TPlatform>(options.Machine.RamBytes, out areas))
        {
            error = (uint)ProgramError.RamTooSmall;
        }

        var reporter = new ImageReporter<AnnouncedTransport<TPlatform>>(transport, options);
        if (error != 0)
        {
            reporter.ConfigurationFailed(error);
            reporter.Complete(count: 0, success: false);
            return;
        }

        var run = new ImageRun<TPlatform, AnnouncedTransport<TPlatform>>(ref reporter, options, areas);
        bool success = run.TryRun(out ulong count);
        reporter.Complete(count, success);
    }
}
