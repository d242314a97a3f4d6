namespace Airlock.Guest.Compression.Tests;

/// <summary>Changes a stream here and there.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] stream, Random random)
    {
        byte[] mutant = [.. stream];
        for (int i = random.Next(1, 4); i > 0 && mutant.Length > 0; i--)
        {
            // Most of what can go wrong is in the headers.
            int at = random.Next(2) == 0 ? random.Next(Math.Min(mutant.Length, 64)) : random.Next(mutant.Length);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant = mutant[..at];
                    break;
                case 2:
                    mutant = [.. mutant[..at], .. mutant[Math.Min(mutant.Length, at + random.Next(1, 9))..]];
                    break;
                case 3:
                    mutant = [.. mutant[..at], (byte)random.Next(256), .. mutant[at..]];
                    break;
                default:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return mutant;
    }
}
