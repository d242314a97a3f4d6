using System.Text;

namespace Airlock.Guest.Compression.Tests;

/// <summary>
/// Data of many kinds, the same each time for the same seed; never empty, of which .NET makes an empty stream.
/// </summary>
internal static class SampleData
{
    private const int Kinds = 8;

    public static byte[] Any(int seed, int maxLength)
    {
        var random = new Random(seed);
        int length = 1 + (random.Next(4) == 0 ? random.Next(64) : random.Next(maxLength));
        return OfKind(random.Next(Kinds), random, length);
    }

    /// <summary>Words of a small language, as text is.</summary>
    public static byte[] Words(Random random, int length)
    {
        string[] words = [.. Enumerable.Range(0, 600).Select(_ => Word(random))];
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
        {
            // Some words are frequent.
            text.Append(words[random.Next(1 + random.Next(words.Length))]).Append(' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    /// <summary>Records of a few fields that change slowly, as many binary files are.</summary>
    public static byte[] Records(Random random, int length)
    {
        byte[] data = new byte[length];
        byte[] record = new byte[random.Next(8, 48)];
        random.NextBytes(record);
        for (int i = 0; i < length; i += record.Length)
        {
            record[random.Next(record.Length)] += (byte)random.Next(3);
            record.AsSpan(0, Math.Min(record.Length, length - i)).CopyTo(data.AsSpan(i));
        }

        return data;
    }

    private static byte[] OfKind(int kind, Random random, int length) => kind switch
    {
        0 => new byte[length],
        1 => Noise(random, length),
        2 => Words(random, length),
        3 => Records(random, length),
        4 => FewSymbols(random, length),
        5 => Periods(random, length),
        6 => Skewed(random, length),
        _ => Mixed(random, length),
    };

    private static string Word(Random random) =>
        new([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => Letter(random))]);

    private static char Letter(Random random) => (char)('a' + Math.Min(random.Next(26), random.Next(26)));

    private static byte[] Noise(Random random, int length)
    {
        byte[] data = new byte[length];
        random.NextBytes(data);
        return data;
    }

    private static byte[] FewSymbols(Random random, int length)
    {
        int symbols = random.Next(2, 20);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(symbols))];
    }

    /// <summary>Runs that repeat at each distance a copy treats in its own way.</summary>
    private static byte[] Periods(Random random, int length)
    {
        byte[] data = Noise(random, length);
        for (int at = 0; at < length;)
        {
            int period = random.Next(1, 40);
            int end = Math.Min(length, at + period + random.Next(400));
            for (int i = at + period; i < end; i++)
            {
                data[i] = data[i - period];
            }

            at = end;
        }

        return data;
    }

    /// <summary>Symbols whose codes are of all lengths.</summary>
    private static byte[] Skewed(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)(Math.Log(1 / (1 - random.NextDouble())) * 12))];

    private static byte[] Mixed(Random random, int length)
    {
        byte[] data = new byte[length];
        for (int at = 0; at < length;)
        {
            byte[] part = OfKind(random.Next(Kinds - 1), random, Math.Min(length - at, 1 + random.Next(8000)));
            part.CopyTo(data, at);
            at += part.Length;
        }

        return data;
    }
}
