using Airlock.Bench.Page;
using Airlock.Benchmarks.Pieces;

PieceResults results = PieceRunner.Run();
if (args is [var file])
{
    ResultJson.WriteFile(file, results);
}
