using System.Runtime.InteropServices;

namespace Airlock.Sandbox.Seccomp;

/// <summary>A condition on one argument of a system call; struct scmp_arg_cmp (seccomp_rule_add(3)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ArgumentTest
{
    private const int NotEqual = 1; // SCMP_CMP_NE
    private const int Less = 2; // SCMP_CMP_LT
    private const int Equal = 4; // SCMP_CMP_EQ
    private const int MaskedEqual = 7; // SCMP_CMP_MASKED_EQ

    private readonly uint _argument;
    private readonly int _operator;
    private readonly ulong _first;
    private readonly ulong _second;

    private ArgumentTest(uint argument, int comparison, ulong first, ulong second)
    {
        (_argument, _operator, _first, _second) = (argument, comparison, first, second);
    }

    public static ArgumentTest Is(uint argument, ulong value) => new(argument, Equal, value, 0);

    public static ArgumentTest IsNot(uint argument, ulong value) => new(argument, NotEqual, value, 0);

    /// <summary>All 64 bits are compared, without a sign: a negative number is a large one.</summary>
    public static ArgumentTest IsBelow(uint argument, ulong limit) => new(argument, Less, limit, 0);

    /// <summary>Of the bits in the mask, exactly those of the value are set.</summary>
    public static ArgumentTest Has(uint argument, ulong mask, ulong value) => new(argument, MaskedEqual, mask, value);
}
