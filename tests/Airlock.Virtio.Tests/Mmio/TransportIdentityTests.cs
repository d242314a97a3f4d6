using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Mmio;

/// <summary>What a driver reads before it does anything; the contract's numbers are written out.</summary>
public sealed class TransportIdentityTests : IDisposable
{
    private readonly BlockDeviceRig _rig = new(new MemoryStore(50));

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(MmioRegister.MagicValue, 0x74726976)]
    [InlineData(MmioRegister.Version, 2)]
    [InlineData(MmioRegister.DeviceId, 2)]
    [InlineData(MmioRegister.QueueNumMax, 256)]
    [InlineData(MmioRegister.Status, 0)]
    [InlineData(MmioRegister.QueueReady, 0)]
    [InlineData(MmioRegister.InterruptStatus, 0)]
    [InlineData(MmioRegister.ConfigGeneration, 0)]
    [InlineData(MmioRegister.ShmLenLow, uint.MaxValue)]
    [InlineData(MmioRegister.ShmLenHigh, uint.MaxValue)]
    [InlineData(MmioRegister.ShmBaseLow, uint.MaxValue)]
    [InlineData(MmioRegister.ShmBaseHigh, uint.MaxValue)]
    public void A_register_reads_as_the_contract_says(uint register, uint expected) =>
        Assert.Equal(expected, _rig.Driver.Read(register));

    [Fact]
    public void A_writable_device_offers_just_VERSION_1() => Assert.Equal(0x1_0000_0000UL, _rig.Driver.DeviceFeatures);

    [Fact]
    public void A_read_only_device_offers_VERSION_1_and_RO()
    {
        using var rig = new BlockDeviceRig(new MemoryStore(50, readOnly: true));
        Assert.Equal(0x1_0000_0020UL, rig.Driver.DeviceFeatures);
    }

    [Fact]
    public void Further_features_are_offered_only_when_asked_for()
    {
        var options = new BlockDeviceOptions { OfferSegMax = true };
        using var rig = new BlockDeviceRig(new MemoryStore(50), options: options);
        Assert.Equal(0x1_0000_0004UL, rig.Driver.DeviceFeatures);
        Assert.Equal(254UL, rig.Driver.Read(MmioRegister.Config + BlockConfig.SegMax, 4)); // nanos#1730
    }

    [Theory]
    [InlineData(2)]
    [InlineData(uint.MaxValue)]
    public void Feature_pages_that_do_not_exist_read_as_zero(uint page)
    {
        _rig.Driver.Write(MmioRegister.DeviceFeaturesSel, page);
        Assert.Equal(0u, _rig.Driver.Read(MmioRegister.DeviceFeatures));
    }

    [Theory]
    [InlineData(0, 8, 50UL)]
    [InlineData(0, 4, 50UL)]
    [InlineData(4, 4, 0UL)]
    [InlineData(0, 2, 50UL)]
    [InlineData(0, 1, 50UL)]
    [InlineData(1, 1, 0UL)]
    [InlineData(64, 8, 0UL)]
    [InlineData(72, 4, 0UL)] // CVE-2021-45464: past the end
    [InlineData(0xef8, 8, 0UL)]
    public void The_configuration_reads_at_any_width_and_as_zero_past_its_end(uint offset, int width, ulong expected)
    {
        BusAnswer answer = _rig.Transport.Read(MmioRegister.Config + offset, width, out ulong value);
        Assert.Equal((BusAnswer.Done, expected), (answer, value));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 8)]
    public void An_unaligned_read_of_the_configuration_is_zero(uint offset, int width)
    {
        BusAnswer answer = _rig.Transport.Read(MmioRegister.Config + offset, width, out ulong value);
        Assert.Equal((BusAnswer.Refused, 0UL), (answer, value));
    }

    [Fact]
    public void The_configuration_cannot_be_written()
    {
        for (int width = 1; width <= 8; width *= 2)
        {
            Assert.Equal(BusAnswer.Refused, _rig.Transport.Write(MmioRegister.Config, width, 99));
        }

        Assert.Equal(50UL, _rig.Driver.CapacityInSectors);
        Assert.Equal(0u, _rig.Driver.Read(MmioRegister.ConfigGeneration)); // cloud-hypervisor#8185
    }

    [Fact]
    public void Registers_answer_only_to_aligned_accesses_of_four_bytes()
    {
        for (uint offset = 0; offset < MmioRegister.Config; offset++)
        {
            foreach (int width in new[] { 1, 2, 4, 8 })
            {
                if (width == 4 && offset % 4 == 0)
                {
                    continue;
                }

                BusAnswer answer = _rig.Transport.Read(offset, width, out ulong value); // cloud-hypervisor#8506
                Assert.Equal((BusAnswer.Refused, 0UL), (answer, value));
                Assert.Equal(BusAnswer.Refused, _rig.Transport.Write(offset, width, ulong.MaxValue));
            }
        }

        Assert.Equal(0u, _rig.Driver.Status);
    }

    [Theory]
    [InlineData(0x018)]
    [InlineData(0x028)]
    [InlineData(0x03c)] // QueueAlign of the legacy layout
    [InlineData(0x040)] // QueuePFN of the legacy layout
    [InlineData(0x0c0)] // QueueReset, not offered
    [InlineData(0x0f8)]
    [InlineData(MmioRegister.QueueNotify)]
    [InlineData(MmioRegister.DriverFeatures)]
    [InlineData(MmioRegister.QueueDescLow)]
    public void Registers_that_cannot_be_read_read_as_zero(uint register)
    {
        BusAnswer answer = _rig.Transport.Read(register, 4, out ulong value);
        Assert.Equal((BusAnswer.Refused, 0UL), (answer, value));
    }

    [Theory]
    [InlineData(MmioRegister.MagicValue)]
    [InlineData(MmioRegister.DeviceFeatures)]
    [InlineData(MmioRegister.QueueNumMax)]
    [InlineData(MmioRegister.InterruptStatus)]
    [InlineData(MmioRegister.ConfigGeneration)]
    [InlineData(0x0c0)]
    [InlineData(0x0f8)]
    public void Registers_that_cannot_be_written_ignore_it(uint register)
    {
        uint before = _rig.Driver.Read(register);
        Assert.Equal(BusAnswer.Refused, _rig.Driver.Write(register, 0x5555_5555));
        Assert.Equal(before, _rig.Driver.Read(register));
    }
}
