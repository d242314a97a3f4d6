using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Running;

/// <summary>Hears what a machine has to tell besides messages, from any of its threads.</summary>
internal interface IMachineEvents
{
    /// <summary>The machine is in a worker that has given up its rights.</summary>
    /// <param name="landlock">Landlock's version there; 0 without it.</param>
    void Confined(int landlock);

    /// <summary>A system call on a backing file failed.</summary>
    void StoreFailed(StoreFailure failure);

    /// <summary>The guest wrote a line of debug text: bytes, at most <see cref="Serial.DebugText.MaxLineLength"/> of them.</summary>
    void DebugLine(ReadOnlySpan<byte> line);
}
