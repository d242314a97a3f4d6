using System.Runtime.InteropServices;
using System.Text;
using Airlock.Protocol;
using Airlock.Sandbox.Processes;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>What a parent asks of its worker: a machine, and how it wants to hear of it.</summary>
internal sealed record MachineOrder
{
    /// <summary>The machine; its disks are open in the process that has this.</summary>
    public required MachineSpec Spec { get; init; }

    /// <summary>Whether debug text is wanted.</summary>
    public required bool WantsDebugText { get; init; }

    /// <summary>How often the parent wants to know that something is done.</summary>
    public required TimeSpan Tick { get; init; }

    /// <summary>The longest that the run may take, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>The device of the hypervisor, in a worker that was given one.</summary>
    public SafeFileHandle? Device { get; init; }

    /// <summary>Sends it, with all descriptors. A worker that is gone already is found out when it is listened to.</summary>
    /// <param name="device">The device of the hypervisor, if it has one.</param>
    /// <exception cref="AirlockException">The host has no room for it.</exception>
    public void Send(Channel channel, SafeHandle? device)
    {
        byte[] imageName = Encoding.UTF8.GetBytes(Spec.Image?.Name ?? string.Empty);
        ReadOnlySpan<byte> image = Spec.Image is null ? [] : Spec.Image.Content.Span;
        var header = new Header
        {
            Version = Header.CurrentVersion,
            Kind = Spec.Kind,
            Ring = Spec.Ring,
            Transport = Spec.Transport,
            CollectsSerial = Spec.CollectsSerial ? (byte)1 : (byte)0,
            WantsDebugText = WantsDebugText ? (byte)1 : (byte)0,
            HasDevice = device is null ? (byte)0 : (byte)1,
            MemoryBytes = Spec.MemoryBytes,
            LastRequestsTicks = Spec.LastRequestsTime.Ticks,
            TickTicks = Tick.Ticks,
            TimeLimitTicks = TimeLimit.Ticks,
            Disks = Spec.Disks.Count,
            BootConfigurationLength = Spec.BootConfiguration.Length,
            ImageNameLength = imageName.Length,
            ImageLength = image.Length,
        };
        DiskRecord[] disks = [.. Spec.Disks.Select(DiskRecord.Of)];
        SafeHandle[] handles = [.. device is null ? [] : new[] { device }, .. Spec.Disks.SelectMany(DiskRecord.HandlesOf)];
        try
        {
            _ = channel.Send(AsBytes(ref header), handles)
                && channel.Send(MemoryMarshal.AsBytes<DiskRecord>(disks))
                && channel.Send(Spec.BootConfiguration.Span)
                && channel.Send(imageName)
                && channel.Send(image);
        }
        catch (IOException e)
        {
            throw new AirlockException(AirlockError.HostUnsupported, $"The worker can't be given its files: {e.Message}.", e);
        }
    }

    /// <summary>Waits for an order.</summary>
    /// <returns>Null if the channel ended first.</returns>
    /// <exception cref="OrderException">It can't be from a program of this version.</exception>
    /// <exception cref="GuestImageException">The image is none.</exception>
    public static MachineOrder? Receive(Channel channel)
    {
        var header = default(Header);
        if (!channel.ReceiveExactly(AsBytes(ref header), out SafeFileHandle[] files))
        {
            return null;
        }

        if (header.Version != Header.CurrentVersion)
        {
            throw new OrderException("The worker is a program of another version; install the two together.");
        }

        var disks = new DiskRecord[header.Disks];
        byte[] bootConfiguration = new byte[header.BootConfigurationLength];
        byte[] imageName = new byte[header.ImageNameLength], image = new byte[header.ImageLength];
        bool isWhole = channel.ReceiveExactly(MemoryMarshal.AsBytes(disks.AsSpan()))
            && channel.ReceiveExactly(bootConfiguration)
            && channel.ReceiveExactly(imageName)
            && channel.ReceiveExactly(image);
        if (!isWhole)
        {
            throw new OrderException("The order for a machine didn't come whole.");
        }

        if (files.Length != header.HasDevice + disks.Sum(disk => disk.Descriptors))
        {
            // The kernel drops what is too much (unix(7), MSG_CTRUNC).
            throw new OrderException("The worker didn't get all files: too few descriptors are left to it; raise ulimit -n.");
        }

        return new MachineOrder
        {
            Spec = new MachineSpec
            {
                Kind = header.Kind,
                MemoryBytes = header.MemoryBytes,
                Ring = header.Ring,
                Transport = header.Transport,
                CollectsSerial = header.CollectsSerial != 0,
                BootConfiguration = bootConfiguration,
                Disks = ToDisks(disks, files.AsSpan(header.HasDevice)),
                LastRequestsTime = TimeSpan.FromTicks(header.LastRequestsTicks),
                Image = image.Length == 0 ? null : GuestImage.Parse(image, Encoding.UTF8.GetString(imageName)),
            },
            WantsDebugText = header.WantsDebugText != 0,
            Tick = TimeSpan.FromTicks(header.TickTicks),
            TimeLimit = TimeSpan.FromTicks(header.TimeLimitTicks),
            Device = header.HasDevice == 0 ? null : files[0],
        };
    }

    private static List<Disk> ToDisks(DiskRecord[] records, ReadOnlySpan<SafeFileHandle> files)
    {
        var disks = new List<Disk>();
        foreach (DiskRecord record in records)
        {
            disks.Add(record.ToDisk(files[..record.Descriptors]));
            files = files[record.Descriptors..];
        }

        return disks;
    }

    private static Span<byte> AsBytes(ref Header header) => MemoryMarshal.AsBytes(new Span<Header>(ref header));

    /// <summary>What comes first; disks, boot configuration, the image's name and the image follow.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        /// <summary>Another layout is another number: a library may name a program of another version.</summary>
        public const uint CurrentVersion = 0xa1c0_0006;

        public uint Version;
        public MachineKind Kind;
        public int Ring;
        public Transport Transport;
        public byte CollectsSerial;
        public byte WantsDebugText;
        public byte HasDevice;
        public ulong MemoryBytes;
        public long LastRequestsTicks;
        public long TickTicks;
        public long TimeLimitTicks;
        public int Disks;
        public int BootConfigurationLength;
        public int ImageNameLength;
        public int ImageLength;
    }
}
