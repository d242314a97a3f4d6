namespace Airlock.Memory;

/// <summary>
/// A device as the bus sees it: offsets in its own window, answers as values. It never throws for what a guest does.
/// </summary>
public interface IBusDevice
{
    /// <summary>Reads a register.</summary>
    /// <param name="offset">Bytes from the start of the window.</param>
    /// <param name="width">1, 2, 4 or 8 bytes, all of them inside the window.</param>
    /// <param name="value">What the guest shall see, little-endian; unused upper bits are 0.</param>
    /// <returns><see cref="BusAnswer.Refused"/> if there is no such register, or not at this width.</returns>
    BusAnswer Read(ulong offset, int width, out ulong value);

    /// <summary>Writes a register.</summary>
    /// <param name="offset">Bytes from the start of the window.</param>
    /// <param name="width">1, 2, 4 or 8 bytes, all of them inside the window.</param>
    /// <param name="value">What the guest wrote; unused upper bits are 0.</param>
    /// <returns><see cref="BusAnswer.Refused"/> if the write had no effect.</returns>
    BusAnswer Write(ulong offset, int width, ulong value);
}
