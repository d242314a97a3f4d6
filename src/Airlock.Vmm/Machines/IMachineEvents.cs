using Airlock.Vmm.Devices;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Machines;

/// <summary>Hears what a machine has to tell besides messages, from any of its threads.</summary>
internal interface IMachineEvents
{
    /// <summary>The guest is about to run.</summary>
    /// <param name="landlock">In a worker that has given up its rights, Landlock's version, 0 without it; null in this process.</param>
    void Started(int? landlock);

    /// <summary>A system call on a backing file failed.</summary>
    void StoreFailed(StoreFailure failure);

    /// <summary>The guest wrote a line of debug text: bytes, at most <see cref="DebugText.MaxLineLength"/> of them.</summary>
    void DebugLine(ReadOnlySpan<byte> line);
}
