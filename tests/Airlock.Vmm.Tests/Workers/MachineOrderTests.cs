using System.Runtime.InteropServices;
using Airlock.Protocol;
using Airlock.Sandbox.Processes;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Tests.Machines;
using Airlock.Vmm.Workers;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Workers;

/// <summary>An order is, where it arrives, what it was where it was sent.</summary>
public sealed class MachineOrderTests : IDisposable
{
    private readonly TestDisk _input = new(DiskRole.Input, 700);
    private readonly TestDisk _output = new(DiskRole.Output, 25_600);
    private readonly Channel _near;
    private readonly Channel _far;

    public MachineOrderTests()
    {
        (_near, _far) = Channel.CreatePair();
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _input.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Everything_in_it_arrives()
    {
        MachineSpec spec = TestSpec.Of(
            _input.Disk with { TellsExtents = true },
            _output.Disk with { TakesZeroes = true, IsBlank = true }) with
        {
            Kind = MachineKind.Kvm,
            MemoryBytes = 16 << 20,
            Ring = 0,
            Transport = Transport.Console,
            BootConfiguration = new byte[] { 2, 0, 8, 1 },
        };
        var order = new MachineOrder
        {
            Spec = spec,
            WantsDebugText = true,
            Tick = TimeSpan.FromMilliseconds(250),
            TimeLimit = TimeSpan.FromMinutes(3),
        };
        AssertEqual(order, SendAndReceive(order));
    }

    [Fact]
    public void What_is_left_out_is_left_out_there_as_well()
    {
        var order = new MachineOrder
        {
            Spec = TestSpec.Of() with { CollectsSerial = false, Image = null, BootConfiguration = default },
            WantsDebugText = false,
            Tick = TimeSpan.FromTicks(1),
            TimeLimit = Timeout.InfiniteTimeSpan,
        };
        AssertEqual(order, SendAndReceive(order));
    }

    [Fact]
    public void Files_are_open_at_both_ends()
    {
        MachineOrder received = SendAndReceive(Order(TestSpec.Of(_input.Disk, _output.Disk)));
        RandomAccess.Write(received.Spec.Disks[1].File, [1, 2, 3], 100);
        byte[] bytes = new byte[3];
        RandomAccess.Read(_output.Disk.File, bytes, 100);
        Assert.Equal([1, 2, 3], bytes);
        Assert.NotEqual(_output.Disk.File.DangerousGetHandle(), received.Spec.Disks[1].File.DangerousGetHandle());
    }

    [Fact]
    public void Descriptors_go_to_whom_they_belong()
    {
        // Their lengths tell the files apart.
        using TestDisk device = new(DiskRole.Input, 1);
        using TestDisk inputDirect = new(DiskRole.Input, 2), outputDirect = new(DiskRole.Output, 3);
        MachineSpec spec = TestSpec.Of(
            _input.Disk with { Direct = new DirectAccess(inputDirect.Disk.File, 512, 4) },
            _output.Disk with { Direct = new DirectAccess(outputDirect.Disk.File, 4096, 512) });
        MachineOrder received = SendAndReceive(Order(spec), device.Disk.File);
        Assert.Equal(1, LengthOf(received.Device));
        Assert.Equal([700L, 25_600], received.Spec.Disks.Select(disk => LengthOf(disk.File)));
        Assert.Equal([2L, 3], received.Spec.Disks.Select(disk => LengthOf(disk.Direct?.File)));
        Assert.Equal(
            [(512u, 4u), (4096u, 512u)],
            received.Spec.Disks.Select(disk => (disk.Direct!.BlockSize, disk.Direct.MemoryAlignment)));
    }

    [Fact]
    public void As_many_disks_arrive_as_were_sent()
    {
        IEnumerable<Disk> disks =
            Enumerable.Range(0, 16).Select(i => _input.Disk with { Name = $"disk {i}", Length = (ulong)i });
        MachineOrder order = Order(TestSpec.Of([.. disks]));
        AssertEqual(order, SendAndReceive(order));
    }

    [Fact]
    public void A_large_image_arrives_whole()
    {
        byte[] content = new byte[64 << 10];
        new Random(1).NextBytes(content);
        MachineOrder order = Order(TestSpec.Of() with { Image = GuestImage.Parse(content, "groß.bin") });
        AssertEqual(order, SendAndReceive(order));
    }

    [Fact]
    public void A_channel_that_ends_first_has_brought_no_order()
    {
        _near.Dispose();
        Assert.Null(Receive());
    }

    [Fact]
    public void A_program_of_another_version_is_told_so()
    {
        Assert.True(_near.Send(new byte[1024]));
        _near.Dispose();
        var e = Assert.Throws<OrderException>(Receive);
        Assert.Equal("The worker is a program of another version; install the two together.", e.Message);
    }

    [Fact]
    public void An_order_that_breaks_off_is_none()
    {
        (Channel near, Channel far) = Channel.CreatePair();
        using (far)
        {
            using (near)
            {
                Order(TestSpec.Of()).Send(near, device: null);
            }

            byte[] sent = ReadAll(far);
            Assert.True(_near.Send(sent.AsSpan(0, sent.Length - 1)));
            _near.Dispose();
        }

        var e = Assert.Throws<OrderException>(Receive);
        Assert.Equal("The order for a machine didn't come whole.", e.Message);
    }

    [Fact]
    public void An_order_whose_files_stayed_behind_is_none()
    {
        (Channel near, Channel far) = Channel.CreatePair();
        using (far)
        {
            using (near)
            {
                Order(TestSpec.Of(_input.Disk)).Send(near, device: null);
            }

            Assert.True(_near.Send(ReadAll(far)));
            _near.Dispose();
        }

        var e = Assert.Throws<OrderException>(Receive);
        Assert.Equal("The worker didn't get all files: too few descriptors are left to it; raise ulimit -n.", e.Message);
    }

    [Fact]
    public void Sending_to_a_worker_that_is_gone_is_no_failure()
    {
        _far.Dispose();
        Order(TestSpec.Of(_input.Disk)).Send(_near, device: null);
    }

    private static MachineOrder Order(MachineSpec spec) => new()
    {
        Spec = spec,
        WantsDebugText = false,
        Tick = TimeSpan.FromSeconds(1),
        TimeLimit = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Equal, but for descriptors, which have other numbers, and bytes, which are other arrays.</summary>
    private static void AssertEqual(MachineOrder sent, MachineOrder received)
    {
        MachineSpec specification = received.Spec with
        {
            Disks = sent.Spec.Disks,
            BootConfiguration = sent.Spec.BootConfiguration,
            Image = sent.Spec.Image,
        };
        Assert.Equal(sent, received with { Spec = specification });
        Assert.Equal(sent.Spec.BootConfiguration.ToArray(), received.Spec.BootConfiguration.ToArray());
        Assert.Equal(sent.Spec.Image?.Name, received.Spec.Image?.Name);
        Assert.Equal(sent.Spec.Image?.Content.ToArray(), received.Spec.Image?.Content.ToArray());
        Assert.Equal(
            sent.Spec.Disks,
            received.Spec.Disks.Zip(sent.Spec.Disks, (there, here) => there with { File = here.File }));
    }

    private static long LengthOf(SafeFileHandle? file) => RandomAccess.GetLength(file!);

    private static byte[] ReadAll(Channel channel)
    {
        var bytes = new List<byte>();
        byte[] buffer = new byte[4096];
        while (channel.Receive(buffer, wait: true) is > 0 and int count)
        {
            bytes.AddRange(buffer.AsSpan(0, count));
        }

        return [.. bytes];
    }

    private MachineOrder SendAndReceive(MachineOrder order, SafeHandle? device = null)
    {
        Runner sender = Runner.Start(() => order.Send(_near, device));
        MachineOrder? received = Receive();
        sender.AwaitEnd();
        return Assert.IsType<MachineOrder>(received);
    }

    private MachineOrder? Receive()
    {
        MachineOrder? received = null;
        Runner.InTime(() => received = MachineOrder.Receive(_far));
        return received;
    }
}
