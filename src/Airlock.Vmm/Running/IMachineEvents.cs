using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Running;

/// <summary>Hears what a machine has to tell besides messages, from any of its threads.</summary>
internal interface IMachineEvents
{
    /// <summary>A system call on a backing file failed.</summary>
    void StoreFailed(StoreFailure failure);

    /// <summary>The guest wrote a line of debug text: bytes, at most <see cref="Serial.DebugText.MaxLineLength"/> of them.</summary>
    void DebugLine(ReadOnlySpan<byte> line);
}
