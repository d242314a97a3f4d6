using System.Buffers.Binary;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>GDT, TSS and IDT of a ring 3 guest (Intel SDM 3A, 3.4.5, 6.14, 8.7).</summary>
internal static class DescriptorTables
{
    /// <summary>A 64-bit TSS without its I/O permission bitmap.</summary>
    private const int TssLength = 0x68;

    private const int TssRsp0 = 0x04;
    private const int TssIoMapBase = 0x66;

    /// <summary>One bit a port, and one byte of ones behind it (Intel SDM 1, 19.5.2). Zero bits allow.</summary>
    private const int IoMapLength = 0x1_0000 / 8;

    /// <summary>Offset of the last byte of the TSS: the bitmap with its closing byte.</summary>
    public const uint TssLimit = TssLength + IoMapLength;

    public const ushort IdtLimit = VmmArea.IdtGates * 16 - 1;

    public static void Write(BootArea area)
    {
        WriteGdt(area);
        WriteTss(area);
        for (int vector = 0; vector < VmmArea.IdtGates; vector++)
        {
            WriteGate(area, vector);
        }
    }

    private static void WriteGdt(BootArea area)
    {
        Descriptor(area, Selectors.Ring0Code, 0x00af_9b00_0000_ffff);
        Descriptor(area, Selectors.Ring0Data, 0x00cf_9300_0000_ffff);
        Descriptor(area, Selectors.Ring3Data, 0x00cf_f300_0000_ffff);
        Descriptor(area, Selectors.Ring3Code, 0x00af_fb00_0000_ffff);
        const ulong present64BitBusyTss = 0x8bul << 40;
        Descriptor(area, Selectors.Tss, present64BitBusyTss | (TssLimit & 0xffff)
            | (VmmArea.Tss & 0xff_ffff) << 16 | (VmmArea.Tss >> 24 & 0xff) << 56);
    }

    private static void Descriptor(BootArea area, ushort selector, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(area.At(VmmArea.Gdt + (ulong)(selector & ~7), sizeof(ulong)), value);

    /// <summary>
    /// Every port is allowed: what a guest may reach is decided by the port bus. IOPL 3 says the same, because some
    /// KVMs look at the one and some at the other.
    /// </summary>
    private static void WriteTss(BootArea area)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(area.At(VmmArea.Tss + TssRsp0, sizeof(ulong)), VmmArea.ExceptionStackTop);
        BinaryPrimitives.WriteUInt16LittleEndian(area.At(VmmArea.Tss + TssIoMapBase, sizeof(ushort)), TssLength);
        area.At(VmmArea.Tss + TssLimit, 1)[0] = 0xff;
    }

    /// <summary>
    /// A guest may raise a breakpoint and an overflow itself. INT n with any other vector is a #GP (Intel SDM 3A, 6.12.1.2),
    /// so that a report says what the processor has found and not what the guest makes up.
    /// </summary>
    private static void WriteGate(BootArea area, int vector)
    {
        const int breakpoint = 3, overflow = 4;
        const ushort interruptGateRing0 = 0x8e00, interruptGateAnyRing = 0xee00;
        ulong stub = ExceptionStubs.AddressOf(vector);
        Span<byte> gate = area.At(VmmArea.Idt + (ulong)vector * 16, 16);
        BinaryPrimitives.WriteUInt16LittleEndian(gate, (ushort)stub);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[2..], Selectors.Ring0Code);
        BinaryPrimitives.WriteUInt16LittleEndian(
            gate[4..], vector is breakpoint or overflow ? interruptGateAnyRing : interruptGateRing0);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[6..], (ushort)(stub >> 16));
    }
}
