using System;
using System.Linq;
using System.Reflection;
using Airlock.Benchmarks.Pieces;
using Airlock.Protocol;
using Airlock.Testing;
using BenchmarkDotNet.Attributes;

namespace Airlock.Benchmarks.Tests;

/// <summary>What the page says about allocations of the inner pieces is true of every build.</summary>
public class PieceTests
{
    private const int Operations = 1000;

    public static TheoryData<string> Pieces => [.. Methods().Select(NameOf)];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_piece_allocates_nothing_but_what_it_returns(string name)
    {
        MethodInfo method = Methods().Single(method => NameOf(method) == name);
        object piece = Activator.CreateInstance(method.DeclaringType!)!;
        using var disposable = piece as IDisposable;
        Action run = ActionFor(method, piece);
        long bytes = AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < Operations; i++)
            {
                run();
            }
        });
        Assert.Equal(name == "FrameBenchmarks.Decode" ? Operations * SizeOfMessage() : 0, bytes);
    }

    [Fact]
    public void Every_piece_says_what_it_does() => Assert.All(
        Methods(), method => Assert.NotEmpty(method.GetCustomAttribute<BenchmarkAttribute>()!.Description!));

    private static MethodInfo[] Methods() =>
    [
        .. typeof(QueueBenchmarks).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(BenchmarkAttribute))),
    ];

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>A call without reflection, which would box results.</summary>
    private static Action ActionFor(MethodInfo method, object piece)
    {
        if (method.ReturnType == typeof(void))
        {
            return method.CreateDelegate<Action>(piece);
        }

        MethodInfo drop = typeof(PieceTests).GetMethod(nameof(Drop), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Action)drop.MakeGenericMethod(method.ReturnType).Invoke(null, [method, piece])!;
    }

    private static Action Drop<T>(MethodInfo method, object piece)
    {
        Func<T> function = method.CreateDelegate<Func<T>>(piece);
        return () => function();
    }

    private static long SizeOfMessage() => AllocationMeter.LeastBytes(
        () => _ = new GuestMessage { Progress = new ProgressMessage() });
}
