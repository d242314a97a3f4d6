using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Abi.Machine;
using Airlock.Guest.Storage;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Virtio;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests;

/// <summary>Reads of a device by position: what the file has, never more, and each bad sector by its number.</summary>
public class DiskReaderTests
{
    private const int Sectors = 3000;
    private const ulong Length = (Sectors * 512) - 77;
    private const uint Window = DiskReader<TestPlatform>.WindowLength;
    private const int Windows = (int)(DiskReader<TestPlatform>.CacheLength / Window);

    [Property(MaxTest = 30)]
    public void Whatever_is_read_is_what_the_disk_has(PositiveInt seed)
    {
        using var rig = new DiskRig(Sectors, Length);
        rig.Device.Schedule = Schedule.Random(seed.Get);
        var random = new System.Random(seed.Get);
        for (int i = 0; i < 60; i++)
        {
            int position = random.Next((int)Length);
            byte[] bytes = new byte[random.Next(Math.Min(40_000, (int)Length - position) + 1)];
            Assert.Equal(DiskReadStatus.Done, rig.Reader.Read((ulong)position, bytes));
            Assert.Equal(rig.Disk[position..(position + bytes.Length)], bytes);
        }
    }

    [Theory]
    [InlineData(Length, 0, DiskReadStatus.Done)]
    [InlineData(Length - 1, 1, DiskReadStatus.Done)]
    [InlineData(Length, 1, DiskReadStatus.BeyondEnd)] // inside the last sector, behind the file's end
    [InlineData(Length - 1, 2, DiskReadStatus.BeyondEnd)]
    [InlineData(Length + 1, 0, DiskReadStatus.BeyondEnd)]
    [InlineData(ulong.MaxValue, 8, DiskReadStatus.BeyondEnd)]
    [InlineData(ulong.MaxValue - 7, 8, DiskReadStatus.BeyondEnd)]
    [InlineData(0, (int)Length + 1, DiskReadStatus.BeyondEnd)]
    public void Nothing_is_read_beyond_the_file(ulong position, int length, DiskReadStatus status)
    {
        using var rig = new DiskRig(Sectors, Length);
        Assert.Equal(status, rig.Reader.Read(position, new byte[length]));
    }

    [Fact]
    public void A_file_of_no_bytes_has_none()
    {
        using var rig = new DiskRig(sectors: 0, length: 0);
        Assert.Equal(DiskReadStatus.Done, rig.Reader.Read(0, []));
        Assert.Equal(DiskReadStatus.BeyondEnd, rig.Reader.Read(0, new byte[1]));
        Assert.Equal(0, rig.Device.Requests);
    }

    [Fact]
    public void A_window_that_is_in_use_is_read_once_however_many_others_are()
    {
        using var rig = new DiskRig(Sectors, Length);
        byte[] bytes = new byte[8];
        for (uint window = 1; window < 3 * Windows; window++)
        {
            rig.Reader.Read(window * Window, bytes);
            rig.Reader.Read(0, bytes);
        }

        Assert.Equal(3 * Windows, rig.Device.Requests);
        Assert.Equal(rig.Disk[..8], bytes);
        Assert.Equal((ulong)rig.Device.SectorsRead.Count * 512, rig.Reader.BytesRead);
    }

    [Fact]
    public void As_many_windows_as_there_is_room_for_are_kept()
    {
        using var rig = new DiskRig(Sectors, Length);
        for (int i = 0; i < 5 * Windows; i++)
        {
            rig.Reader.Read((ulong)(i % Windows) * Window, new byte[1]);
        }

        Assert.Equal(Windows, rig.Device.Requests);
    }

    [Theory]
    [InlineData(CompletionMode.Awaited)]
    [InlineData(CompletionMode.Polled)]
    public void A_bad_sector_costs_only_who_wants_it(CompletionMode mode)
    {
        const ulong bad = 40;
        using var rig = new DiskRig(Sectors, Length, mode);
        rig.Device.SectorStatus = sector => sector == bad ? (byte)1 : (byte)0;
        byte[] before = new byte[512];
        byte[] after = new byte[1024];

        Assert.Equal(DiskReadStatus.Done, rig.Reader.Read((bad - 1) * 512, before));
        Assert.Equal(DiskReadStatus.Done, rig.Reader.Read((bad + 1) * 512, after));
        Assert.Equal(DiskReadStatus.DeviceFailed, rig.Reader.Read((bad * 512) + 511, new byte[2]));
        Assert.Equal((bad, 1u), (rig.Reader.FailedSector, rig.Reader.FailedStatus));
        Assert.Equal(rig.Disk[((int)(bad - 1) * 512)..((int)bad * 512)], before);
        Assert.Equal(rig.Disk[((int)(bad + 1) * 512)..((int)(bad + 3) * 512)], after);
    }

    [Theory]
    [InlineData(0, 512, 1)]
    [InlineData(511, 2, 2)]
    [InlineData(777, 100_000, 196)]
    [InlineData((int)Length - 5, 5, 1)]
    public void Past_the_cache_a_read_is_one_request(int position, int length, int sectors)
    {
        using var rig = new DiskRig(Sectors, Length);
        var area = new RamArea(MemoryMap.DmaBase + DiskReader<TestPlatform>.CacheLength, 256 << 10);
        Assert.Equal(DiskReadStatus.Done, rig.Reader.ReadPast((ulong)position, (uint)length, area, out uint first));
        Assert.Equal((1, sectors), (rig.Device.Requests, rig.Device.SectorsRead.Count));
        byte[] bytes = area.Bytes<TestPlatform>().Slice((int)first, length).ToArray();
        Assert.Equal(rig.Disk[position..(position + length)], bytes);
    }

    [Fact]
    public void Past_the_cache_nothing_is_read_beyond_the_file_either()
    {
        using var rig = new DiskRig(Sectors, Length);
        var area = new RamArea(MemoryMap.DmaBase + DiskReader<TestPlatform>.CacheLength, 256 << 10);
        Assert.Equal(DiskReadStatus.BeyondEnd, rig.Reader.ReadPast(Length - 5, 6, area, out _));
        Assert.Equal(DiskReadStatus.BeyondEnd, rig.Reader.ReadPast(ulong.MaxValue, 1, area, out _));
        Assert.Equal(DiskReadStatus.BeyondEnd, rig.Reader.ReadSector(Sectors, area));
        Assert.Equal(DiskReadStatus.Done, rig.Reader.ReadPast(Length, 0, area, out _));
        Assert.Equal(DiskReadStatus.Done, rig.Reader.ReadSector(Sectors - 1, area));
        Assert.Equal(1, rig.Device.Requests);
    }

    [Fact]
    public void A_device_that_breaks_down_is_a_failure_for_good()
    {
        using var rig = new DiskRig(Sectors, Length);
        rig.Device.Schedule = Schedule.Never;
        rig.Device.BreakDown();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DiskReadStatus.DeviceFailed, rig.Reader.Read(5 * Window, new byte[1]));
            Assert.Equal((uint)DriverError.DeviceNeedsReset, rig.Reader.FailedStatus);
        }
    }

    [Fact]
    public void Requests_of_the_user_that_end_meanwhile_are_not_lost()
    {
        using var rig = new DiskRig(Sectors, Length);
        rig.Device.Schedule = Schedule.Random(7);
        for (uint slot = 0; slot < rig.Reader.SlotCount; slot++)
        {
            ulong buffer = MemoryMap.DmaBase + DiskReader<TestPlatform>.CacheLength + (slot * 512);
            rig.Reader.Driver.Add(slot, new BlockRequest(BlockOperation.Read, slot, buffer, 512));
        }

        rig.Reader.Driver.Publish();
        byte[] bytes = new byte[Windows * (int)Window];
        Assert.Equal(DiskReadStatus.Done, rig.Reader.Read(Window, bytes));
        Assert.Equal(rig.Disk[(int)Window..((int)Window + bytes.Length)], bytes);

        var taken = new List<uint>();
        for (int i = 0; i < 10_000 && taken.Count < rig.Reader.SlotCount; i++)
        {
            if (rig.Reader.TryTake(out BlockCompletion completion))
            {
                Assert.True(completion.Succeeded);
                taken.Add(completion.Slot);
            }
            else
            {
                rig.Reader.Driver.Yield();
            }
        }

        Assert.Equal(Enumerable.Range(0, (int)rig.Reader.SlotCount).Select(slot => (uint)slot), taken.Order());
    }

    [Fact]
    public void Areas_are_whole_pages_side_by_side_up_to_the_end_of_RAM()
    {
        var areas = new RamAreas(MemoryMap.DmaBase + 0x4000);
        Assert.True(areas.TryTake(1, out RamArea first));
        Assert.True(areas.TryTake(0x1001, out RamArea second));
        Assert.False(areas.TryTake(0x1001, out _));
        Assert.False(areas.TryTake(ulong.MaxValue, out _));
        RamArea rest = areas.TakeRest();
        Assert.Equal(
            [(MemoryMap.DmaBase, 0x1000ul), (MemoryMap.DmaBase + 0x1000, 0x2000ul), (MemoryMap.DmaBase + 0x3000, 0x1000ul)],
            new[] { first, second, rest }.Select(area => (area.Address, area.Length)));
        Assert.Equal(0ul, areas.Left);
    }
}
