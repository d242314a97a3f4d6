using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Airlock.Benchmarks.Decoders;

/// <summary>
/// The guest's decoders and others', turn by turn over the same clusters; a cluster's time is the best of its rounds,
/// since whatever else runs on the machine only ever adds to it.
/// </summary>
internal static class DecoderRace
{
    /// <summary>On the command line, instead of the pieces.</summary>
    public const string Name = "decoders";

    private const int Rounds = 15;
    private const int TurnMilliseconds = 4;

    /// <summary>So long it takes until all code is compiled at its best.</summary>
    private const int WarmUpMilliseconds = 500;

    /// <summary>Prints a table in Markdown: rates of output, and ours as a multiple of each other one.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("| data | decoder | MB/s | ours is |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (RaceData data in RaceData.All())
        {
            Print(output, data, DeflateRivals.For(data));
            Print(output, data, ZstdRivals.For(data));
        }
    }

    private static void Print(TextWriter output, RaceData data, List<RaceDecoder> decoders)
    {
        double[] seconds = Race(data, decoders);
        for (int i = 0; i < decoders.Count; i++)
        {
            string rate = (data.Content.Length / seconds[i] / 1e6).ToString("F0", CultureInfo.InvariantCulture);
            string ratio = i == 0 ? "" : (seconds[i] / seconds[0]).ToString("F2", CultureInfo.InvariantCulture);
            output.WriteLine($"| {data.Name} | {decoders[i].Name} | {rate} | {ratio} |");
        }
    }

    private static double[] Race(RaceData data, List<RaceDecoder> decoders)
    {
        double[] best = [.. decoders.Select(_ => double.MaxValue)];
        byte[] target = new byte[data.Content.Length];
        foreach (RaceDecoder decoder in decoders)
        {
            Turn(decoder, target, WarmUpMilliseconds);
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < decoders.Count; i++)
            {
                best[i] = Math.Min(best[i], Turn(decoders[i], target, TurnMilliseconds));
                if (!target.AsSpan().SequenceEqual(data.Content))
                {
                    throw new InvalidOperationException($"{decoders[i].Name} decodes '{data.Name}' to something else.");
                }
            }
        }

        return best;
    }

    private static double Turn(RaceDecoder decoder, byte[] target, int milliseconds)
    {
        var clock = Stopwatch.StartNew();
        int times = 0;
        do
        {
            decoder.Decode(target);
            times++;
        }
        while (clock.ElapsedMilliseconds < milliseconds);
        return clock.Elapsed.TotalSeconds / times;
    }
}
