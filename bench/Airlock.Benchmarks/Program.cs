using System;
using System.IO;
using Airlock.Benchmarks.Page;
using Airlock.Benchmarks.Pieces;

namespace Airlock.Benchmarks;

/// <summary>Commands for bench.sh: <c>pieces</c> measures them, <c>page</c> writes down what was measured.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["pieces"]:
                PieceRunner.Run();
                return 0;
            case ["pieces", var file]:
                File.WriteAllText(file, PieceJson.Format(PieceRunner.Run()));
                return 0;
            case ["page", var root]:
                Results results = Results.In(Path.Combine(root, "bench", "results"));
                results.Add(Console.In);
                results.WriteTo(Path.Combine(root, "docs"));
                return 0;
            default:
                Console.Error.WriteLine("Use ./bench.sh; this program is a part of it.");
                return UsageError;
        }
    }
}
