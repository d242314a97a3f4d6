using Airlock.Abi.Machine;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>Takes the way that the boot configuration announces for messages.</summary>
public static class TransportBringUp
{
    /// <summary>Connects the transport; on failure it stays what it was.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static DriverError Connect<TPlatform>(
        in MachineOptions options, ref AnnouncedTransport<TPlatform> transport)
        where TPlatform : struct, IPlatform
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

    /// <summary>Has COM1 and COM2 send without looking first, if the VMM says that they take each byte at once.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static void PrepareSerial<TPlatform>(in MachineOptions options)
        where TPlatform : struct, IPlatform
    {
        if (options.SerialNeverBlocks)
        {
            TPlatform.Transmitter(Ports.Com1).NeverBlocks();
            TPlatform.Transmitter(Ports.Com2).NeverBlocks();
        }
    }
}
