using Airlock.Testing;
using FsCheck.Xunit;

namespace Airlock.Memory.Tests;

public class BusTests
{
    private readonly RecordingDevice _first = new();
    private readonly RecordingDevice _second = new();
    private readonly Bus _bus = Bus.ForMmio();

    public BusTests()
    {
        _bus.Map(0x2000, 0x1000, _second);
        _bus.Map(0x1000, 0x1000, _first);
    }

    [Theory]
    [InlineData(1, 0x11UL)]
    [InlineData(2, 0x2211UL)]
    [InlineData(4, 0x4433_2211UL)]
    [InlineData(8, 0x8877_6655_4433_2211UL)]
    public void A_device_sees_offset_and_width_and_its_answer_is_cut_to_the_width(int width, ulong expected)
    {
        byte[] data = new byte[width];
        Assert.Equal(BusAnswer.Done, _bus.Read(0x2010, data));
        Assert.Equal(0x10UL, _second.LastOffset);
        Assert.Equal(width, _second.LastWidth);
        Assert.Equal(0, _first.Accesses);
        byte[] wide = new byte[8];
        data.CopyTo(wide, 0);
        Assert.Equal(expected, BitConverter.ToUInt64(wide));
    }

    [Fact]
    public void A_write_reaches_the_device_with_its_upper_bits_zero()
    {
        Assert.Equal(BusAnswer.Done, _bus.Write(0x1ffc, [1, 2, 3, 4]));
        Assert.Equal(0xffcUL, _first.LastOffset);
        Assert.Equal(0x0403_0201UL, _first.LastValue);
    }

    [Theory]
    [InlineData(0xfff)]
    [InlineData(0x3000)]
    [InlineData(0)]
    [InlineData(ulong.MaxValue)]
    public void Where_nothing_is_mapped_reads_are_all_ones_and_writes_are_dropped(ulong address)
    {
        byte[] data = [0, 0];
        Assert.Equal(BusAnswer.Unmapped, _bus.Read(address, data));
        Assert.Equal([0xff, 0xff], data);
        Assert.Equal(BusAnswer.Unmapped, _bus.Write(address, data));
        Assert.Equal(new BusMetrics(2, 0, 2), _bus.Metrics);
    }

    [Theory]
    [InlineData(0x1ffe, 4)] // kvmtool 52d4ee7, CVE-2021-45464: from one window into the next
    [InlineData(0x2fff, 2)] // past the last one
    [InlineData(0x0ffe, 4)] // into the first one
    public void An_access_that_is_not_wholly_in_one_window_is_unmapped(ulong address, int width)
    {
        Assert.Equal(BusAnswer.Unmapped, _bus.Read(address, new byte[width]));
        Assert.Equal(BusAnswer.Unmapped, _bus.Write(address, new byte[width]));
        Assert.Equal(0, _first.Accesses + _second.Accesses);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void A_width_that_no_processor_has_is_refused_without_asking_the_device(int width)
    {
        byte[] data = new byte[width];
        Assert.Equal(BusAnswer.Refused, _bus.Read(0x1000, data));
        Assert.Equal(BusAnswer.Refused, _bus.Write(0x1000, data));
        Assert.DoesNotContain(data, value => value != 0);
        Assert.Equal(0, _first.Accesses);
    }

    [Fact]
    public void A_refused_read_is_zero_and_counted()
    {
        Bus bus = Bus.ForMmio();
        bus.Map(0, 8, new RecordingDevice { Answer = BusAnswer.Refused });
        byte[] data = [1, 1, 1, 1];
        Assert.Equal(BusAnswer.Refused, bus.Read(0, data));
        Assert.Equal([0, 0, 0, 0], data);
        Assert.Equal(new BusMetrics(1, 1, 0), bus.Metrics);
    }

    [Theory]
    [InlineData(0x1000, 1)]
    [InlineData(0x1fff, 2)]
    [InlineData(0x800, 0x801)]
    [InlineData(0, 0x10000)]
    public void Windows_that_overlap_are_refused(ulong address, ulong length) =>
        Assert.Throws<ArgumentException>(() => _bus.Map(address, length, _first));

    [Fact]
    public void A_window_at_the_very_end_of_the_address_space_works()
    {
        _bus.Map(ulong.MaxValue - 7, 8, new RecordingDevice());
        Assert.Equal(BusAnswer.Done, _bus.Read(ulong.MaxValue - 7, new byte[8]));
        Assert.Equal(BusAnswer.Unmapped, _bus.Read(ulong.MaxValue, new byte[2]));
    }

    [Fact]
    public void Windows_that_leave_the_bus_are_refused()
    {
        Bus ports = Bus.ForPorts();
        Assert.Throws<ArgumentOutOfRangeException>(() => ports.Map(0x1_0000, 1, _first));
        Assert.Throws<ArgumentOutOfRangeException>(() => ports.Map(0xffff, 2, _first));
        Assert.Throws<ArgumentOutOfRangeException>(() => ports.Map(0, 0, _first));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bus.Map(ulong.MaxValue, 2, _first));
        ports.Map(0x3f8, 8, _first);
        Assert.Equal(BusAnswer.Done, ports.Write(0x3f8, [1]));
    }

    [Property]
    public bool The_search_finds_what_a_walk_over_all_windows_finds(byte[] starts, ushort address)
    {
        ArgumentNullException.ThrowIfNull(starts);
        Bus bus = Bus.ForMmio();
        byte[] distinct = [.. starts.Distinct()];
        foreach (byte start in distinct)
        {
            bus.Map(start * 16UL, 16, _first);
        }

        ulong near = address % 5000UL;
        bool expected = distinct.Any(start => near >= start * 16UL && near + 2 <= (start * 16UL) + 16);
        return (bus.Read(near, new byte[2]) == BusAnswer.Done) == expected;
    }

    [Fact]
    public void An_access_allocates_nothing()
    {
        byte[] data = new byte[4];
        int rounds = 0, done = 0, unmapped = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                rounds++;
                done += _bus.Read(0x1000, data) == BusAnswer.Done ? 1 : 0;
                done += _bus.Write(0x2000, data) == BusAnswer.Done ? 1 : 0;
                unmapped += _bus.Read(0x9000, data) == BusAnswer.Unmapped ? 1 : 0;
            }
        }));
        Assert.Equal((2 * rounds, rounds), (done, unmapped));
    }
}
