namespace Airlock.Kvm.Handles;

/// <summary>A lasting wish that one vCPU leave KVM_RUN and stay out. KVM API, 5 (immediate_exit).</summary>
/// <remarks>
/// No request is lost. The requester sets immediate_exit, then looks for a running thread; the runner registers its
/// thread, then enters, where the kernel looks at immediate_exit; a full fence lies between on either side. So either
/// the kernel sees the flag, or the requester sees the thread and signals it. A signal that comes too early finds the
/// flag set at entry; one that comes too late interrupts a later entry, which then finds no request and goes on.
/// </remarks>
internal sealed unsafe class ExitRequest(VcpuMapping mapping)
{
    // SAFETY: the mapping is at least a page long, and each access to it happens under a reference that keeps it mapped. The
    // one field that is touched is a byte, which can't tear.
    private int _runningThread;

    /// <summary>Whether the request stands; also once the vCPU is disposed.</summary>
    internal bool Stands
    {
        get
        {
            if (!TryReference())
            {
                return true;
            }

            bool stands = Volatile.Read(ref mapping.Run->immediate_exit) != 0;
            mapping.DangerousRelease();
            return stands;
        }
    }

    /// <summary>Registers the calling thread as the one in KVM_RUN.</summary>
    internal void Enter()
    {
        // CompareExchange is the full fence of the runner.
        if (Interlocked.CompareExchange(ref _runningThread, KickSignal.ReceivingThread(), 0) != 0)
        {
            throw new InvalidOperationException("Another thread runs this vCPU at the moment.");
        }
    }

    /// <summary>The calling thread has left KVM_RUN.</summary>
    internal void Leave() => Volatile.Write(ref _runningThread, 0);

    /// <summary>Makes the request, from any thread; nothing to do once the vCPU is disposed.</summary>
    internal void Make()
    {
        if (!TryReference())
        {
            return;
        }

        // Exchange is the full fence of the requester. Where the flag stood already, somebody else has signaled, or
        // is about to: signals of this kind queue up, and one is enough.
        if (Interlocked.Exchange(ref mapping.Run->immediate_exit, 1) == 0)
        {
            SignalRunner();
        }

        mapping.DangerousRelease();
    }

    /// <summary>
    /// Withdraws the request. What the caller looks at afterwards it reads after this: giving the reference back is a locked
    /// instruction, a full fence.
    /// </summary>
    internal void Clear()
    {
        if (TryReference())
        {
            Volatile.Write(ref mapping.Run->immediate_exit, 0);
            mapping.DangerousRelease();
        }
    }

    private void SignalRunner()
    {
        int thread = Volatile.Read(ref _runningThread);
        while (thread != 0 && !KickSignal.TrySend(thread))
        {
            Thread.Yield();
            thread = Volatile.Read(ref _runningThread);
        }
    }

    private bool TryReference()
    {
        bool referenced = false;
        try
        {
            mapping.DangerousAddRef(ref referenced);
        }
        catch (ObjectDisposedException)
        {
            // Requests race with Dispose by nature: a vCPU that is gone has stopped, which is all that is asked for.
        }

        return referenced;
    }
}
