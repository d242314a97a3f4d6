using Airlock.Interop;

namespace Airlock.Sandbox;

/// <summary>Limits that the kernel keeps for a process (setrlimit(2)). They only ever go down.</summary>
internal static class ResourceLimits
{
    /// <summary>The standard streams are open, so that no number below it is free, and poll(2) takes as many at once.</summary>
    private const ulong NoFurtherDescriptor = 3;

    public static void Apply(SandboxRights rights)
    {
        Lower(LibC.RLIMIT_CORE, 0);
        Lower(LibC.RLIMIT_FSIZE, rights.Files.Select(file => file.Length).DefaultIfEmpty().Max());
        Lower(LibC.RLIMIT_AS, rights.AddressSpaceBytes);
        Lower(LibC.RLIMIT_NOFILE, NoFurtherDescriptor);
        if (rights.ProcessorTime is { } time)
        {
            Lower(LibC.RLIMIT_CPU, (ulong)Math.Ceiling(time.TotalSeconds));
            if (rights.TracedProcess is { } process)
            {
                GiveTo(process, LibC.RLIMIT_CPU);
            }
        }
    }

    /// <summary>A guest that is a process of its own has the limit of the process that runs it.</summary>
    private static void GiveTo(int process, int resource)
    {
        LibC.getrlimit(resource, out LibC.RLimit limit);
        if (LibC.prlimit(process, resource, limit, 0) != 0)
        {
            throw Refusal.OfKernel("prlimit");
        }
    }

    private static void Lower(int resource, ulong value)
    {
        LibC.getrlimit(resource, out LibC.RLimit limit);
        ulong lower = Math.Min(value, limit.rlim_max);
        if (LibC.setrlimit(resource, new LibC.RLimit { rlim_cur = lower, rlim_max = lower }) != 0)
        {
            throw Refusal.OfKernel("setrlimit");
        }
    }
}
