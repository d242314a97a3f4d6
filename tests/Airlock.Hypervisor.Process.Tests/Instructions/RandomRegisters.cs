using System.Runtime.InteropServices;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>Registers as a hostile guest may have them: any numbers, and often those where something ends.</summary>
internal static class RandomRegisters
{
    private static readonly ulong[] s_ends =
    [
        0, 1, 7, 0x1_0000, 0x20_0000, 0x40_0000, 0x1000_0000, 0x1010_0000, 0x1020_0000, 0x7fff_ffff, 0x8000_0000,
        0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff, 0x8000_0000_0000_0000, ulong.MaxValue,
    ];

    public static UserRegisters Next(Random random)
    {
        var registers = default(UserRegisters);
        foreach (ref ulong register in MemoryMarshal.Cast<UserRegisters, ulong>(new Span<UserRegisters>(ref registers)))
        {
            register = NextNumber(random);
        }

        return registers;
    }

    public static ulong NextNumber(Random random) => random.Next(2) == 0
        ? (ulong)random.NextInt64() << random.Next(2)
        : s_ends[random.Next(s_ends.Length)] + (ulong)random.Next(-16, 17);
}
