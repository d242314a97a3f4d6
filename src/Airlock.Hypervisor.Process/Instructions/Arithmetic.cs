using System.Numerics;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>Results and status flags (Intel SDM 1, 3.4.3.1) of the instructions that compute with memory.</summary>
internal static class Arithmetic
{
    public const ulong CarryFlag = 1 << 0;
    public const ulong ParityFlag = 1 << 2;
    public const ulong AdjustFlag = 1 << 4;
    public const ulong ZeroFlag = 1 << 6;
    public const ulong SignFlag = 1 << 7;
    public const ulong OverflowFlag = 1 << 11;
    public const ulong StatusFlags = CarryFlag | ParityFlag | AdjustFlag | ZeroFlag | SignFlag | OverflowFlag;

    /// <summary>Bits of an operand of so many bytes.</summary>
    public static ulong Mask(int width) => ulong.MaxValue >> (64 - (8 * width));

    /// <summary>Whether the result isn't written anywhere.</summary>
    public static bool IsDiscarded(ArithmeticOperation operation) =>
        operation is ArithmeticOperation.Cmp or ArithmeticOperation.Test or ArithmeticOperation.Bt;

    /// <param name="left">The operand that the result replaces.</param>
    /// <param name="right">The other one, if there is one.</param>
    /// <param name="width">Bytes of both; more bits than that are ignored.</param>
    /// <param name="flags">RFLAGS before, and after.</param>
    public static ulong Compute(
        ArithmeticOperation operation, ulong left, ulong right, int width, ref ulong flags)
    {
        ulong carry = flags & CarryFlag;
        switch (operation)
        {
            case ArithmeticOperation.Add:
                return Add(left, right, 0, width, ref flags);
            case ArithmeticOperation.Adc:
                return Add(left, right, carry, width, ref flags);
            case ArithmeticOperation.Sub or ArithmeticOperation.Cmp:
                return Subtract(left, right, 0, width, ref flags);
            case ArithmeticOperation.Sbb:
                return Subtract(left, right, carry, width, ref flags);
            case ArithmeticOperation.Neg:
                return Subtract(0, left, 0, width, ref flags);
            case ArithmeticOperation.Inc:
                return KeepCarry(Add(left, 1, 0, width, ref flags), carry, ref flags);
            case ArithmeticOperation.Dec:
                return KeepCarry(Subtract(left, 1, 0, width, ref flags), carry, ref flags);
            case ArithmeticOperation.Or:
                return Logic(left | right, width, ref flags);
            case ArithmeticOperation.And or ArithmeticOperation.Test:
                return Logic(left & right, width, ref flags);
            case ArithmeticOperation.Xor:
                return Logic(left ^ right, width, ref flags);
            case ArithmeticOperation.Not:
                return ~left & Mask(width);
            default:
                return Bit(operation, left, right, width, ref flags);
        }
    }

    private static ulong Add(ulong left, ulong right, ulong carry, int width, ref ulong flags)
    {
        ulong sum = left + right + carry;
        ulong carries = (left & right) | ((left | right) & ~sum);
        return Finish(sum, carries, (left ^ sum) & (right ^ sum), width, ref flags);
    }

    private static ulong Subtract(ulong left, ulong right, ulong borrow, int width, ref ulong flags)
    {
        ulong difference = left - right - borrow;
        ulong borrows = (~left & right) | (~(left ^ right) & difference);
        return Finish(difference, borrows, (left ^ right) & (left ^ difference), width, ref flags);
    }

    private static ulong Logic(ulong result, int width, ref ulong flags) => Finish(result, 0, 0, width, ref flags);

    /// <summary>Sets all status flags.</summary>
    /// <param name="carries">Each bit: whether it carried into the next.</param>
    /// <param name="overflow">The highest bit: whether a signed result didn't fit.</param>
    private static ulong Finish(ulong result, ulong carries, ulong overflow, int width, ref ulong flags)
    {
        int top = (8 * width) - 1;
        result &= Mask(width);
        flags &= ~StatusFlags;
        flags |= (carries >> top) & 1;
        flags |= BitOperations.PopCount(result & 0xff) % 2 == 0 ? ParityFlag : 0;
        flags |= ((carries >> 3) & 1) * AdjustFlag;
        flags |= result == 0 ? ZeroFlag : 0;
        flags |= ((result >> top) & 1) * SignFlag;
        flags |= ((overflow >> top) & 1) * OverflowFlag;
        return result;
    }

    private static ulong KeepCarry(ulong result, ulong carry, ref ulong flags)
    {
        flags = (flags & ~CarryFlag) | carry;
        return result;
    }

    /// <summary>BT and its like change nothing but the carry flag; the undefined others stay.</summary>
    private static ulong Bit(ArithmeticOperation operation, ulong left, ulong right, int width, ref ulong flags)
    {
        int number = (int)right & ((8 * width) - 1);
        ulong bit = 1UL << number;
        flags = (flags & ~CarryFlag) | ((left >> number) & 1);
        return operation switch
        {
            ArithmeticOperation.Bts => left | bit,
            ArithmeticOperation.Btr => left & ~bit,
            ArithmeticOperation.Btc => left ^ bit,
            _ => left,
        };
    }
}
