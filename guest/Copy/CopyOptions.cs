using Airlock.Guest.Messages;
using Airlock.Guest.Programs;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>What a copy needs to know; what isn't said is what the machine has.</summary>
internal struct CopyOptions
{
    /// <summary>What any program needs to know.</summary>
    public MachineOptions Machine;

    /// <summary>The longest request; 0 for the default.</summary>
    public ulong ChunkSectors;

    /// <summary>Sectors between progress marks; 0 for the default.</summary>
    public ulong ProgressStep;

    /// <summary>What to do about holes and zeroes.</summary>
    public SparseMode Sparse;

    /// <summary>Takes the options from a configuration and checks each number; an error's status, or 0.</summary>
    public static uint Read(in VmmConfig config, out CopyOptions options)
    {
        options = new CopyOptions
        {
            ChunkSectors = config.ChunkSectors,
            ProgressStep = config.ProgressStep,
            Sparse = config.Sparse,
        };
        ProgramError error = MachineOptions.Read(config, out options.Machine);
        bool isKnown = config.Sparse is >= SparseMode.Auto and <= SparseMode.Never;
        return error != ProgramError.None || isKnown ? (uint)error : (uint)CopyError.SparseModeUnknown;
    }

    /// <summary>What the copy makes use of in the device in <paramref name="role"/>.</summary>
    public readonly BlockOptions Wanted(DeviceRole role) => BlockOptions.BlockSize
        | (Sparse != SparseMode.Never ? BlockOptions.Sparse : BlockOptions.None)
        | (role == DeviceRole.Output ? BlockOptions.Flush : BlockOptions.None);
}
