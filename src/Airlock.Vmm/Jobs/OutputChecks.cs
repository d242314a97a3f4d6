using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>What is looked at before the machine starts, by the output that was opened: its file system, its room, what a device keeps.</summary>
internal static class OutputChecks
{
    /// <param name="options">What was asked for.</param>
    /// <param name="output">Open.</param>
    /// <param name="path">Its name, for sentences.</param>
    /// <param name="needed">Bytes that are going to be written at least.</param>
    /// <exception cref="AirlockException">It is no place for an image, or has too little room.</exception>
    public static void Run(DiskJobOptions options, OutputTarget output, string path, ulong needed)
    {
        var fileSystem = new OutputFileSystem(output.Handle, path);
        fileSystem.CheckKind();
        if (!options.Force)
        {
            fileSystem.CheckSpace(needed);
        }

        if (!options.ZeroRest && DeviceRest.Of(output.Handle, output.Length) is { } rest)
        {
            options.OnDeviceRest?.Invoke(rest);
        }
    }
}
