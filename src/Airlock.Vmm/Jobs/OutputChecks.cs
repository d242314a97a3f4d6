using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>What is looked at before the machine starts, by the output that was opened: its room, and what a device keeps.</summary>
internal static class OutputChecks
{
    /// <param name="options">What was asked for.</param>
    /// <param name="output">Open.</param>
    /// <param name="path">Its name, for sentences.</param>
    /// <param name="needed">Bytes that are going to be written at least.</param>
    /// <exception cref="AirlockException">There is too little room.</exception>
    public static void Run(DiskJobOptions options, OutputTarget output, string path, ulong needed)
    {
        if (!options.Force)
        {
            new OutputFileSystem(output.Handle, path).CheckSpace(needed);
        }

        if (!options.ZeroRest && DeviceRest.Of(output.Handle, output.Length) is { } rest)
        {
            options.OnDeviceRest?.Invoke(rest);
        }
    }
}
