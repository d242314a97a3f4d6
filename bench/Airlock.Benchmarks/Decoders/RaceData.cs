using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Airlock.Benchmarks.Decoders;

/// <summary>A cluster of an image.</summary>
internal sealed record RaceData(string Name, byte[] Content)
{
    private const int Small = 64 << 10;
    private const int Large = 2 << 20;

    /// <summary>Text, machine code and what compresses well, in small and large clusters.</summary>
    public static IEnumerable<RaceData> All()
    {
        byte[] words = Words(Large);
        byte[] program = File.ReadAllBytes(typeof(object).Assembly.Location)[Large..(2 * Large)];
        byte[] nearlyEmpty = new byte[Large];
        for (int i = 0; i < Large; i += 4096)
        {
            nearlyEmpty[i] = (byte)(i >> 12);
        }

        foreach ((string name, byte[] data) in (IEnumerable<(string, byte[])>)
            [("words", words), ("program", program), ("nearly empty", nearlyEmpty)])
        {
            yield return new RaceData($"{name}, 64 KiB", data[..Small]);
            yield return new RaceData($"{name}, 2 MiB", data);
        }
    }

    private static byte[] Words(int length)
    {
        var random = new Random(1);
        string[] words =
        [
            .. Enumerable.Range(0, 5000).Select(_ =>
                new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))])),
        ];
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
        {
            text.Append(words[random.Next(1 + random.Next(words.Length))]).Append(' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
