using Airlock.Hypervisor;

namespace Airlock.Testing;

/// <summary>The CPU that runs a script. Bytes that were collected come before the exit behind them.</summary>
internal sealed class ScriptedCpu(IEnumerable<ScriptedExit> guest, ExitRequests requests) : IVirtualCpu
{
    private readonly IEnumerator<ScriptedExit> _guest = guest.GetEnumerator();
    private readonly Thread _thread = Thread.CurrentThread;
    private ScriptedExit? _collected;
    private ScriptedExit? _next;

    public bool IsDisposed { get; private set; }

    public GuestExit Run()
    {
        CheckUse();
        if (_next is null)
        {
            if (requests.TryTake())
            {
                return GuestExit.Interrupted();
            }

            RunToExit();
        }

        ScriptedExit exit = _collected ?? _next!;
        if (_collected is null)
        {
            _next = null;
        }

        _collected = null;
        return exit.ToExit();
    }

    public void Dispose()
    {
        CheckUse();
        IsDisposed = true;
        _guest.Dispose();
    }

    private void RunToExit()
    {
        _next = Next();
        if (_next.IsCollected)
        {
            (_collected, _next) = (_next, Next());
        }

        if (ReferenceEquals(_next, ScriptedExit.RunForEver))
        {
            requests.Wait();
        }
    }

    private ScriptedExit Next() => _guest.MoveNext() ? _guest.Current : ScriptedExit.RunForEver;

    private void CheckUse()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Thread.CurrentThread != _thread)
        {
            throw new InvalidOperationException("The CPU belongs to the thread that it was bound to.");
        }
    }
}
