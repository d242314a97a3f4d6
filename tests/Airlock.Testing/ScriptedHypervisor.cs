using Airlock.Hypervisor;
using Airlock.Memory;

namespace Airlock.Testing;

/// <summary>
/// A hypervisor whose guest is C#: it acts on RAM, and each exit that it yields is one of its machine's. It is strict
/// about threads and about who is disposed before whom.
/// </summary>
/// <param name="guest">Begins when the CPU first runs.</param>
public sealed class ScriptedHypervisor(Func<GuestMemory, IEnumerable<ScriptedExit>> guest) : IHypervisor
{
    private volatile ScriptedMachine? _machine;

    /// <summary>A guest that is a list of exits.</summary>
    public ScriptedHypervisor(params IEnumerable<ScriptedExit> exits)
        : this(_ => exits)
    {
    }

    public string Name => "scripted";

    /// <summary>What making a machine fails with.</summary>
    public Exception? MachineFailure { get; init; }

    /// <summary>What binding the CPU fails with.</summary>
    public Exception? BindFailure { get; init; }

    /// <summary>The machine that was made.</summary>
    public ScriptedMachine Machine => _machine ?? throw new InvalidOperationException("No machine was made.");

    public bool IsDisposed { get; private set; }

    /// <summary>Whether one was made.</summary>
    public bool HasMachine => _machine is not null;

    public IVirtualMachine CreateMachine(GuestProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return MachineFailure is null
            ? _machine = new ScriptedMachine(program, guest, BindFailure)
            : throw MachineFailure;
    }

    public void Dispose()
    {
        if (_machine is { IsDisposed: false })
        {
            throw new InvalidOperationException("The machine is still there.");
        }

        IsDisposed = true;
    }
}
