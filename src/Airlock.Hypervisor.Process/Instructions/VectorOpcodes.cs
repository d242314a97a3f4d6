namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>Moves from and to XMM registers, by opcode after 0F and prefix (Intel SDM 2D, table A-3).</summary>
internal static class VectorOpcodes
{
    public static bool TryFind(byte opcode, in Prefixes prefixes, out VectorOpcode found)
    {
        int generalWidth = prefixes.IsWide ? 8 : 4;
        VectorOpcode? opcodes = (prefixes.Mandatory, opcode) switch
        {
            (0xf3, 0x10 or 0x11) => new(4, IsStore: opcode == 0x11), // MOVSS
            (0xf2, 0x10 or 0x11) => new(8, IsStore: opcode == 0x11), // MOVSD
            (0 or 0x66, 0x10 or 0x11) => new(16, IsStore: opcode == 0x11), // MOVUPS, MOVUPD
            (0 or 0x66, 0x28 or 0x29) => new(16, IsStore: opcode == 0x29, IsAligned: true), // MOVAPS, MOVAPD
            (0 or 0x66, 0x2b) => new(16, IsStore: true, IsAligned: true), // MOVNTPS, MOVNTPD
            (0x66, 0x6e or 0x7e) => new(generalWidth, IsStore: opcode == 0x7e), // MOVD, MOVQ
            (0xf3, 0x7e) => new(8, IsStore: false), // MOVQ
            (0x66, 0xd6) => new(8, IsStore: true), // MOVQ
            (0x66, 0x6f or 0x7f) => new(16, IsStore: opcode == 0x7f, IsAligned: true), // MOVDQA
            (0xf3, 0x6f or 0x7f) => new(16, IsStore: opcode == 0x7f), // MOVDQU
            (0x66, 0xe7) => new(16, IsStore: true, IsAligned: true), // MOVNTDQ
            (0xf2, 0xf0) => new(16, IsStore: false), // LDDQU
            _ => null,
        };
        found = opcodes.GetValueOrDefault();
        return opcodes is not null;
    }
}
