using SharpFuzz;

namespace Airlock.Fuzz.Engine;

/// <summary>Puts counters of edges into the assemblies that are fuzzed, before any of them is loaded.</summary>
internal static class Instrumentation
{
    private static readonly string[] s_assemblies =
    [
        "Airlock.Memory", "Airlock.Virtio", "Airlock.Protocol", "Airlock.Hypervisor", "Airlock.Hypervisor.Kvm",
        "Airlock.Hypervisor.Process", "Airlock.Vmm", "Airlock.Testing.Formats", "Airlock.Guest.Hosted",
    ];

    public static void Apply()
    {
        foreach (string assembly in s_assemblies)
        {
            string path = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
            try
            {
                _ = Fuzzer.Instrument(path, _ => true, Options.Value).Count();
            }
            catch (InstrumentationException)
            {
                // It has them already: a build copies only what has changed.
            }
        }
    }
}
