using System.Collections.Generic;

namespace Airlock.Benchmarks.Pieces;

/// <summary>What all of them cost, on which machine and when.</summary>
internal sealed record PieceResults(string Machine, string Date, IReadOnlyList<PieceResult> Pieces);
