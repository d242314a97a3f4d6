using System.Buffers.Binary;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Tests.Stores;

namespace Airlock.Vmm.Tests.Jobs;

public sealed class JobSpecTests : IDisposable
{
    private readonly OutputFolder _folder = new();
    private readonly OutputFile _output;

    public JobSpecTests()
    {
        _output = _folder.Create("out", nameless: true);
    }

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void By_default_the_configuration_names_the_devices_and_leaves_the_rest_to_the_guest()
    {
        var expected = new VmmConfig
        {
            Devices =
            {
                new DeviceConfig { Name = "input", SectorSize = 512, Address = 0x1000_0000, Bytes = OutputFolder.Length },
                new DeviceConfig { Name = "output", SectorSize = 512, Address = 0x1000_1000, Bytes = OutputFolder.Length },
                new DeviceConfig { Name = "ring", Address = 0x1000_3000 },
            },
            RamBytes = 8 << 20,
            Transport = Transport.Shared,
            RingAddress = 0x13_0000,
            RingBytes = 64 << 10,
            SerialNeverBlocks = true,
            InterruptStatusWaits = true,
        };
        Assert.Equal(expected, ConfigurationOf(new DiskJobOptions()));
    }

    [Fact]
    public void It_carries_what_was_asked_for()
    {
        VmmConfig config = ConfigurationOf(new DiskJobOptions
        {
            ChunkBytes = 1 << 20,
            ProgressStep = 100,
            Messages = MessageMode.None,
            MemoryBytes = 16 << 20,
            Sparse = SparseMode.Always,
        });
        Assert.Equal(
            (2048ul, 100ul, MessageMode.None, 16ul << 20, SparseMode.Always),
            (config.ChunkSectors, config.ProgressStep, config.Messages, config.RamBytes, config.Sparse));
    }

    [Fact]
    public void It_announces_a_console()
    {
        VmmConfig config = ConfigurationOf(new DiskJobOptions { Transport = Transport.Console });
        Assert.Equal(new DeviceConfig { Name = "console", Address = 0x1000_2000 }, config.Devices[2]);
        Assert.Equal((Transport.Console, 0ul, 0u), (config.Transport, config.RingAddress, config.RingBytes));
    }

    [Fact]
    public void It_says_nothing_of_a_serial_port()
    {
        VmmConfig config = ConfigurationOf(new DiskJobOptions { Transport = Transport.Serial });
        Assert.Equal((Transport.Serial, 2), (config.Transport, config.Devices.Count));
    }

    [Fact]
    public void A_machine_is_what_its_options_say()
    {
        GuestImage guest = GuestImage.Parse(new byte[] { 0xf4 }, "guest");
        var options = new DiskJobOptions
        {
            MemoryBytes = 16 << 20,
            Ring = 0,
            Transport = Transport.Console,
            CoalesceSerial = false,
        };
        MachineSpec spec = SpecOf(options, MachineKind.Kvm, new ForeignOperation(guest));
        Assert.Equal(
            (MachineKind.Kvm, 16ul << 20, 0, Transport.Console, false, guest),
            (spec.Kind, spec.MemoryBytes, spec.Ring, spec.Transport, spec.CollectsSerial, spec.Image));
    }

    [Fact]
    public void The_disks_are_the_files_of_the_job()
    {
        IReadOnlyList<Disk> disks = SpecOf(new DiskJobOptions()).Disks;
        Assert.Equal(
            [(DiskRole.Input, 0x1000_0000ul), (DiskRole.Output, 0x1000_1000ul)],
            disks.Select(disk => (disk.Role, disk.Address)));
        Assert.All(disks, disk => Assert.Equal((ulong)OutputFolder.Length, disk.Length));
        Assert.Same(_folder.Input.Handle, disks[0].File);
        Assert.Same(_output.Handle, disks[1].File);
        Assert.Equal(_output.IsBlank, disks[1].IsBlank);
    }

    [Theory]
    [InlineData(SparseMode.Auto, true, true, true)]
    [InlineData(SparseMode.Auto, false, false, false)]
    [InlineData(SparseMode.Always, true, true, true)]
    [InlineData(SparseMode.Always, false, false, true)]
    [InlineData(SparseMode.Never, true, false, false)]
    [InlineData(SparseMode.Never, false, false, false)]
    public void Disks_can_do_about_holes_what_there_is_a_use_for(SparseMode mode, bool hasHoles, bool tells, bool takes)
    {
        using InputFile input = hasHoles ? OpenHole() : InputFile.Open(_folder.Files.Write("data", new byte[4096]));
        Assert.Equal(hasHoles, input.HasHoles);
        var options = new DiskJobOptions { Sparse = mode };
        IReadOnlyList<Disk> disks =
            JobSpec.Of(options, MachineKind.Process, new JobFiles(input, _output), new CopyOperation(input.Length)).Disks;
        Assert.Equal((tells, false), (disks[0].TellsExtents, disks[0].TakesZeroes));
        Assert.Equal((false, takes), (disks[1].TellsExtents, disks[1].TakesZeroes));
    }

    private InputFile OpenHole()
    {
        string path = _folder.Files.PathOf("hole");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(1 << 20);
        }

        return InputFile.Open(path);
    }

    private MachineSpec SpecOf(DiskJobOptions options, MachineKind kind = MachineKind.Process, JobOperation? operation = null) =>
        JobSpec.Of(options, kind, new JobFiles(_folder.Input, _output), operation ?? new CopyOperation(OutputFolder.Length));

    /// <summary>Out of its frame, as it lies in RAM.</summary>
    private VmmConfig ConfigurationOf(DiskJobOptions options)
    {
        ReadOnlySpan<byte> frame = SpecOf(options).BootConfiguration.Span;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(frame);
        Assert.Equal(frame.Length, 2 + length);
        return VmmConfig.Parser.ParseFrom(frame[2..]);
    }
}
