using Airlock.Fuzz.Engine;

namespace Airlock.Fuzz.Tests;

/// <summary>A fuzzer that never finds anything proves nothing: it has to find what is there.</summary>
public class SessionTests
{
    [Fact]
    public void A_target_that_breaks_its_promise_is_found_out()
    {
        using var session = new Session(() => new Promise(input => input.Length < 3 || input[1] != 0x80), seed: 1);
        Finding? finding = session.Run(TimeSpan.FromSeconds(20)).Finding;
        Assert.NotNull(finding);
        Assert.Equal(0x80, finding.Input[1]);
        Assert.IsType<FindingException>(finding.Exception);
        Assert.NotNull(session.Replay([finding.Input]));
    }

    [Fact]
    public void What_happens_once_and_not_again_is_no_finding()
    {
        int runs = 0;
        using var session = new Session(() => new Promise(_ => runs++ > 0), seed: 1);
        Assert.Null(session.Replay([[1]]));
        Assert.Equal(2, runs);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        Assert.Equal(Inputs(seed: 7), Inputs(seed: 7));
        Assert.NotEqual(Inputs(seed: 7), Inputs(seed: 8));
    }

    private static List<string> Inputs(ulong seed)
    {
        var corpus = new Corpus();
        corpus.Add("a first input"u8);
        var mutator = new Mutator(corpus, new Xorshift(seed), maxLength: 64);
        return [.. Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(mutator.Next()))];
    }

    private sealed class Promise(Func<byte[], bool> holds) : IFuzzTarget
    {
        public int MaxInputLength => 8;

        public void Run(ReadOnlySpan<byte> input) =>
            FindingException.ThrowUnless(holds(input.ToArray()), "It doesn't hold.");

        public void Dispose()
        {
        }
    }
}
