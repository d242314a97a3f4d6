using System.Buffers.Binary;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats.Tests;

/// <summary>What a refusal says of a number in the file.</summary>
internal static class RefusedValue
{
    /// <summary>Whether the value stands where the refusal says, as a number of some width in either order of bytes.</summary>
    public static bool StandsInFile(byte[] file, in Refusal refusal)
    {
        byte[] there = [.. file.Skip((int)Math.Min(refusal.Offset, (ulong)file.Length)).Take(sizeof(ulong))];
        foreach (int width in (int[])[1, 2, 4, 8])
        {
            if (width > there.Length)
            {
                return false;
            }

            byte[] number = new byte[sizeof(ulong)];
            there.AsSpan(0, width).CopyTo(number);
            ulong little = BinaryPrimitives.ReadUInt64LittleEndian(number);
            ulong big = BinaryPrimitives.ReadUInt64BigEndian(number) >> (64 - (8 * width));
            if (refusal.Value == little || refusal.Value == big)
            {
                return true;
            }
        }

        return false;
    }
}
