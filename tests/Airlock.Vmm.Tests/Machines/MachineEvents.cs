using System.Collections.Concurrent;
using System.Text;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>Remembers what a machine has told.</summary>
internal sealed class MachineEvents : IMachineEvents
{
    public ConcurrentQueue<int?> Starts { get; } = [];

    public ConcurrentQueue<StoreFailure> Failures { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public void Started(int? landlock) => Starts.Enqueue(landlock);

    public void StoreFailed(StoreFailure failure) => Failures.Enqueue(failure);

    public void DebugLine(ReadOnlySpan<byte> line) => Lines.Enqueue(Encoding.UTF8.GetString(line));
}
