using System.Diagnostics;
using System.Globalization;

namespace Airlock.Hypervisor.Process.Host;

/// <summary>How long a start, a trap and a stop take on this host.</summary>
internal static class Measurement
{
    private const int Starts = 100;
    private const int Traps = 4000;
    private const int Runs = 9;

    public static void Write(TextWriter output)
    {
        using var hypervisor = new ProcessHypervisor();
        List<double> made = [], started = [], stopped = [];
        for (int i = 0; i < Starts; i++)
        {
            Start(hypervisor, made, started, stopped);
        }

        output.WriteLine($"machine made, ms: {Describe(made)}");
        output.WriteLine($"BindCpu to the first exit, ms: {Describe(started)}");
        output.WriteLine($"CPU disposed, ms: {Describe(stopped)}");
        output.WriteLine($"read of a device, us: {Describe(Trap(hypervisor, [0x8b, 0x03]))}");
        output.WriteLine($"write to a device, us: {Describe(Trap(hypervisor, [0x89, 0x03]))}");
        output.WriteLine($"write to a port, us: {Describe(Trap(hypervisor, [0xe6, 0x80]))}");
    }

    private static void Start(ProcessHypervisor hypervisor, List<double> made, List<double> started, List<double> stopped)
    {
        long began = Stopwatch.GetTimestamp();
        using IVirtualMachine machine = hypervisor.CreateMachine(Guests.Halting);
        made.Add(Lap(ref began));
        IVirtualCpu cpu = machine.BindCpu();
        cpu.Run();
        started.Add(Lap(ref began));
        cpu.Dispose();
        stopped.Add(Lap(ref began));
    }

    /// <returns>The mean of each run, in microseconds.</returns>
    private static List<double> Trap(ProcessHypervisor hypervisor, ReadOnlySpan<byte> instruction)
    {
        using IVirtualMachine machine = hypervisor.CreateMachine(Guests.Repeating(instruction));
        using IVirtualCpu cpu = machine.BindCpu();
        List<double> means = [];
        for (int run = 0; run < Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Traps; i++)
            {
                cpu.Run();
            }

            means.Add(1000 * Lap(ref began) / Traps);
        }

        return means;
    }

    private static double Lap(ref long began)
    {
        double passed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        return passed;
    }

    private static string Describe(List<double> values)
    {
        double first = values[0];
        values.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"best {values[0]:0.00}, median {values[values.Count / 2]:0.00}, worst {values[^1]:0.00}, first {first:0.00}");
    }
}
