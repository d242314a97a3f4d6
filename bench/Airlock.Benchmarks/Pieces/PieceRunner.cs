using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Airlock.Bench;
using Airlock.Bench.Page;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Airlock.Benchmarks.Pieces;

/// <summary>Measures the inner pieces, with what they allocate.</summary>
internal static class PieceRunner
{
    private const int Digits = 1;

    /// <summary>As many as on a quiet machine; on a busy one, it would go on for minutes.</summary>
    private const int Iterations = 15;

    public static PieceResults Run()
    {
        // In this process: a project that BenchmarkDotNet generates would not find the settings of this repository.
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(Iterations))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "airlock-pieces"));
        IEnumerable<BenchmarkReport> reports = BenchmarkSwitcher.FromAssembly(typeof(PieceRunner).Assembly)
            .RunAllJoined(config).Reports;
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new PieceResults(MachineName.Describe(), date, [.. reports.Select(ResultOf)]);
    }

    private static PieceResult ResultOf(BenchmarkReport report) => new(
        report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
        Math.Round(
            report.ResultStatistics?.Mean ?? throw new InvalidOperationException("A piece was not measured."), Digits),
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
}
