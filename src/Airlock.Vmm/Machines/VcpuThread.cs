using System.Runtime.ExceptionServices;
using Airlock.Hypervisor;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>
/// The thread of the vCPU. It makes the vCPU first, as that belongs to the thread that runs it, then waits to be let go:
/// meanwhile, the process can give up what making it took.
/// </summary>
internal sealed class VcpuThread : IDisposable
{
    private readonly IVirtualMachine _machine;
    private readonly Action<IVirtualCpu> _run;
    private readonly StopSignal _stop;
    private readonly Thread _thread;

    /// <summary>Without spinning: whoever waits for these waits for another process, which wants the processor.</summary>
    private readonly ManualResetEventSlim _bound = new(initialState: false, spinCount: 0);
    private readonly ManualResetEventSlim _released = new(initialState: false, spinCount: 0);
    private ExceptionDispatchInfo? _failure;
    private bool _isStarted;

    /// <param name="run">Runs the vCPU until the run is stopped.</param>
    public VcpuThread(IVirtualMachine machine, Action<IVirtualCpu> run, StopSignal stop)
    {
        _machine = machine;
        _run = run;
        _stop = stop;
        _thread = new Thread(Run, maxStackSize: 512 << 10) { Name = "airlock-vcpu", IsBackground = true };
    }

    /// <summary>Starts the thread, which makes the vCPU while the caller goes on.</summary>
    /// <exception cref="Airlock.Memory.HostException">The host has no thread left.</exception>
    public void Start()
    {
        HostThread.Start(_thread);
        _isStarted = true;
    }

    /// <summary>Waits until the vCPU is there.</summary>
    /// <exception cref="Airlock.Memory.HostException">This host can't make it.</exception>
    public void AwaitBound()
    {
        _bound.Wait();
        _failure?.Throw();
    }

    /// <summary>Lets the guest run.</summary>
    public void Release() => _released.Set();

    /// <summary>Waits until the thread has ended, which it does once the run is stopped.</summary>
    public void Join()
    {
        if (_isStarted)
        {
            _released.Set();
            _thread.Join();
        }
    }

    public void Dispose()
    {
        _bound.Dispose();
        _released.Dispose();
    }

    private void Run()
    {
        try
        {
            using IVirtualCpu cpu = _machine.BindCpu();
            _bound.Set();
            _released.Wait();
            _run(cpu);
        }
#pragma warning disable CA1031 // the thread's last line of defense: whatever it is ends the run, and is reported
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _stop.Crash(e);
        }
        finally
        {
            _bound.Set();
        }
    }
}
