using System;
using Airlock.Bench.Page;
using Airlock.Benchmarks.Decoders;
using Airlock.Benchmarks.Pieces;

if (args is [DecoderRace.Name])
{
    DecoderRace.Run(Console.Out);
    return;
}

PieceResults results = PieceRunner.Run();
if (args is [var file])
{
    ResultJson.WriteFile(file, results);
}
