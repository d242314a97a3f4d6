namespace Airlock.Copy;

/// <summary>
/// Why a copy can't start, beyond what stands in the way of any program. The numbers travel as the <c>status</c> of an
/// ErrorMessage and share a number space with <see cref="Airlock.Guest.Programs.ProgramError"/>.
/// </summary>
internal enum CopyError : uint
{
    /// <summary>Config: a mode for holes and zeroes that this guest doesn't know.</summary>
    SparseModeUnknown = 0x206,

    /// <summary>Capacity: a block of the device doesn't fit into the DMA area.</summary>
    BlockTooLarge = 0x212,
}
