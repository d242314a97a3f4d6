using Airlock.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Airlock.Guest.Tests;

/// <summary>Makes scenarios; sizes are small and mixed with the odd large one, as edges lie close together there.</summary>
public static class Scenarios
{
    public static Arbitrary<Scenario> Scenario()
    {
        Gen<int> sectors = Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 3000));
        Gen<ulong> chunks = Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 20), Gen.Choose(1, 2000)).Select(n => (ulong)n);
        Gen<ulong> steps = Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 30), Gen.Choose(1, 4000)).Select(n => (ulong)n);
        Gen<int[]> bad = Gen.OneOf(
            Gen.Constant(System.Array.Empty<int>()),
            Gen.Choose(0, 50).ArrayOf(),
            Gen.Choose(0, 3000).ArrayOf());
        return (from total in sectors
                from chunk in chunks
                from step in steps
                from pages in Gen.Choose(1, 200)
                from queue in Gen.Elements(4u, 7u, 16u, 64u, 256u, 1024u)
                from seed in Gen.Choose(0, int.MaxValue)
                from reads in bad
                from writes in bad
                from extent in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 50), Gen.Choose(1, 2000))
                from zeroes in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(1, 4000))
                from tells in Gen.Elements(true, false)
                from sparse in Gen.Elements(SparseMode.Auto, SparseMode.Always, SparseMode.Never)
                select new Scenario(total, chunk, step, pages, queue, seed, reads, writes)
                {
                    ExtentSectors = extent,
                    MaxZeroSectors = (uint)zeroes,
                    TellsHoles = tells,
                    Sparse = sparse,
                }).ToArbitrary();
    }
}
