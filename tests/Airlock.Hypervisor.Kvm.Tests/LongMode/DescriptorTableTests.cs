using System.Buffers.Binary;
using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>GDT, TSS and IDT, read back as the processor reads them.</summary>
public class DescriptorTableTests
{
    private const ulong Gdt = 0x1000;
    private const ulong Idt = 0x1200;
    private const ulong Tss = 0xa000;
    private const ushort TssSelector = 0x28;
    private const int IoMap = 0x68;

    private readonly BootArea _area = new();

    public DescriptorTableTests()
    {
        DescriptorTables.Write(_area);
    }

    [Fact]
    public void The_first_descriptor_is_null() => Assert.Equal(0ul, ReadUInt64(Gdt));

    [Theory]
    [InlineData(0x08, 0, true)]
    [InlineData(0x10, 0, false)]
    [InlineData(0x1b, 3, false)]
    [InlineData(0x23, 3, true)]
    public void Each_selector_of_the_contract_has_a_flat_segment(ushort selector, int ring, bool isCode)
    {
        SegmentDescriptor descriptor = DescriptorOf(selector);
        Assert.Equal(ring, selector & 3);
        Assert.Equal(ring, descriptor.PrivilegeLevel);
        Assert.Equal(isCode ? 11 : 3, descriptor.Type);
        Assert.Equal(isCode, descriptor.IsLongMode);
        Assert.Equal(!isCode, descriptor.IsDefaultBig);
        Assert.True(descriptor.IsPresent && descriptor.IsCodeOrData);
        Assert.Equal(0ul, descriptor.Base);
        Assert.Equal(uint.MaxValue, descriptor.ByteLimit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_vCPU_starts_with_segments_that_stand_in_the_table(int ring)
    {
        KvmSpecialRegisters registers = default;
        EntryState.Apply(ref registers, ring);
        Assert.All(
            [registers.Cs, registers.Ss, registers.Ds, registers.Es, registers.Fs, registers.Gs, registers.Tr],
            segment => Assert.Equal(segment, SegmentOf(segment.Selector)));
    }

    [Fact]
    public void The_TSS_leads_to_the_exception_stack()
    {
        Assert.Equal(0xf000ul, ReadUInt64(Tss + 4)); // RSP0
        Assert.Equal(-1, _area.At(Tss + 12, 0x66 - 12).IndexOfAnyExcept((byte)0)); // no other stack
    }

    [Fact]
    public void The_TSS_allows_every_port_and_closes_with_a_byte_of_ones()
    {
        SegmentDescriptor descriptor = DescriptorOf(TssSelector);
        Assert.Equal(Tss, descriptor.Base);
        Assert.Equal(IoMap, BinaryPrimitives.ReadUInt16LittleEndian(_area.At(Tss + 0x66, 2)));

        // Intel SDM 1, 19.5.2: the processor reads two bytes at a port, both of which the limit must cover.
        Assert.Equal(IoMap + 65_536u / 8, descriptor.ByteLimit);
        Span<byte> map = _area.At(Tss + IoMap, 65_536 / 8 + 1);
        Assert.Equal(-1, map[..^1].IndexOfAnyExcept((byte)0));
        Assert.Equal(0xff, map[^1]);
    }

    [Fact]
    public void Each_exception_has_a_gate_to_its_stub_in_ring_0()
    {
        for (int vector = 0; vector < 32; vector++)
        {
            Span<byte> gate = _area.At(Idt + (ulong)vector * 16, 16);
            ulong offset = BinaryPrimitives.ReadUInt16LittleEndian(gate)
                | (ulong)BinaryPrimitives.ReadUInt16LittleEndian(gate[6..]) << 16
                | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(gate[8..]) << 32;
            Assert.Equal(0xd000ul + (ulong)vector * 8, offset);
            Assert.Equal(0x08, BinaryPrimitives.ReadUInt16LittleEndian(gate[2..]));
            Assert.Equal(0, gate[4]); // the TSS's RSP0, not an interrupt stack
            bool isForGuests = vector is 3 or 4; // breakpoint and overflow
            Assert.Equal(isForGuests ? 0xee : 0x8e, gate[5]); // present, INT n from any ring or from 0, 64-bit interrupt gate
        }
    }

    [Fact]
    public void Behind_the_tables_lies_nothing()
    {
        Assert.Equal(-1, _area.At(Gdt + 0x38, 0x200 - 0x38).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, _area.At(Idt + 32 * 16, 0xe00 - 32 * 16).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, _area.At(Tss + IoMap + 0x2001, 0x3000 - IoMap - 0x2001).IndexOfAnyExcept((byte)0));
    }

    private SegmentDescriptor DescriptorOf(ushort selector)
    {
        ulong address = Gdt + (selector & 0xfff8u);
        return selector == TssSelector
            ? SegmentDescriptor.Decode(ReadUInt64(address), ReadUInt64(address + 8))
            : SegmentDescriptor.Decode(ReadUInt64(address));
    }

    /// <summary>What the processor would load into a segment register for a selector.</summary>
    private KvmSegment SegmentOf(ushort selector)
    {
        SegmentDescriptor descriptor = DescriptorOf(selector);
        return new KvmSegment
        {
            Base = descriptor.Base,
            Limit = descriptor.ByteLimit,
            Selector = selector,
            Type = (byte)descriptor.Type,
            Present = descriptor.IsPresent,
            PrivilegeLevel = (byte)descriptor.PrivilegeLevel,
            DefaultBig = descriptor.IsDefaultBig,
            CodeOrData = descriptor.IsCodeOrData,
            LongMode = descriptor.IsLongMode,
            Granularity = descriptor.HasGranularity,
        };
    }

    private ulong ReadUInt64(ulong address) =>
        BinaryPrimitives.ReadUInt64LittleEndian(_area.At(address, sizeof(ulong)));
}
