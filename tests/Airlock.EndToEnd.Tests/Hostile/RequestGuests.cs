using Airlock.EndToEnd.Tests.Guests;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>
/// Single requests that no disk can do (VIRTIO 1.2, 5.2.6): each gets its status, and the queue goes on. The disks have
/// two sectors.
/// </summary>
internal static class RequestGuests
{
    private const ulong Input = VirtioCode.InputWindow;
    private const ulong Output = VirtioCode.OutputWindow;
    private const uint Read = VirtioCode.RequestIn;
    private const uint Write = VirtioCode.RequestOut;
    private const ulong Buffer = 0x20_0000;
    private const byte IoError = 1;
    private const byte Unsupported = 2;

    public static HostileGuest[] All { get; } =
    [
        Gets(IoError, "writes to the read-only disk", Input, Write, 0, 512),
        Gets(IoError, "writes all of the read-only disk", Input, Write, 0, 1024),
        Gets(IoError, "reads the sector behind the last", Input, Read, 2, 512),
        Gets(IoError, "reads across the end of the disk", Input, Read, 1, 1024),
        Gets(IoError, "reads more than there is", Input, Read, 0, 4 << 20),
        Gets(IoError, "reads sector 2^64 - 1", Input, Read, ulong.MaxValue, 512),
        Gets(IoError, "reads across sector 2^64", Input, Read, ulong.MaxValue, 1024),
        Gets(IoError, "reads a sector whose place in bytes wraps to 0", Input, Read, 1ul << 55, 512),
        Gets(IoError, "reads a sector whose place in bytes is negative", Input, Read, 1ul << 54, 512),
        Gets(IoError, "writes the sector behind the last", Output, Write, 2, 512),
        Gets(IoError, "writes across the end of the disk", Output, Write, 1, 1024),
        Gets(IoError, "writes sector 2^64 - 1", Output, Write, ulong.MaxValue, 512),
        Gets(IoError, "writes a sector whose place in bytes wraps to 0", Output, Write, 1ul << 55, 512),
        Gets(IoError, "reads half a sector", Input, Read, 0, 256),
        Gets(IoError, "reads a byte more than a sector", Input, Read, 0, 513),
        Gets(IoError, "writes a byte less than a sector", Output, Write, 0, 511),
        Gets(Unsupported, "sends a SCSI command", Input, type: 2, 0, 512),
        Gets(Unsupported, "discards, which wasn't offered", Output, type: 11, 0, 16),
        Gets(Unsupported, "makes a request of no type", Output, type: uint.MaxValue, 0, 512),
        Gets(0, "asks for the name with a short buffer", Input, VirtioCode.RequestGetId, 0, 1),
        Gets(0, "asks for the name with a huge buffer", Input, VirtioCode.RequestGetId, 0, 4 << 20),
        Comes("without a status byte", (0, 16, 0)),
        Comes("with half a header", (0, 8, VirtioCode.Next), (16, 1, VirtioCode.DeviceWrites)),
        Comes("without a header", (16, 1, VirtioCode.DeviceWrites)),
        Comes("with empty descriptors only", (0, 0, VirtioCode.Next), (16, 0, VirtioCode.DeviceWrites)),
        Comes("with an empty status", (0, 16, VirtioCode.Next), (16, 0, VirtioCode.DeviceWrites)),
    ];

    /// <summary>A request that gets a certain status, with a good one behind it.</summary>
    private static HostileGuest Gets(byte status, string deed, ulong window, uint type, ulong sector, uint length) =>
        new(deed, 0, "", guest => guest.CompleteUnless(failed =>
        {
            var driver = new VirtioCode(guest, window, queue: 0x10_0000);
            driver.Initialize();
            driver.Request(type, sector, Buffer, length, status, failed);
            driver.TransferSector(write: false, 1, Buffer, failed);
        }));

    /// <summary>A chain that is no request: given back with nothing written, with a good request behind it.</summary>
    private static HostileGuest Comes(string what, params (uint Offset, uint Length, ushort Flags)[] descriptors) =>
        new($"makes a request {what}", 0, "", guest => guest.CompleteUnless(failed =>
        {
            var driver = new VirtioCode(guest, Input, queue: 0x10_0000);
            driver.Initialize();
            driver.WriteHeader(Read, 0);
            foreach ((int index, (uint offset, uint length, ushort flags)) in descriptors.Index())
            {
                driver.Descriptor(index, driver.Header + offset, length, flags, (ushort)(index + 1));
            }

            driver.Offer(0);
            driver.Notify();
            driver.WaitUntilUsed();
            guest.Expect32(driver.UsedRing + 8, 0, failed);
            guest.Expect32(driver.Status, uint.MaxValue, failed);
            driver.TransferSector(write: false, 1, Buffer, failed);
        }));
}
