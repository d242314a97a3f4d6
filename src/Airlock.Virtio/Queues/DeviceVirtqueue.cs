using System.Diagnostics;
using Airlock.Memory;

namespace Airlock.Virtio.Queues;

/// <summary>
/// A <see cref="SplitVirtqueue"/> between the vCPU's thread, which starts and stops it, and any number of workers,
/// which take and complete requests at the same time.
/// </summary>
/// <remarks>
/// The ring is touched under one lock, the I/O itself happens outside. Stopping waits for all requests in flight, so
/// that no I/O reaches memory that the guest has been given back, and what completes after that belongs to an older
/// generation and leaves the new ring alone. Nothing here allocates after construction.
/// </remarks>
public sealed class DeviceVirtqueue
{
    // Monitor and not Lock: the drain has to wait for a signal.
    private readonly object _gate = new();
    private readonly SplitVirtqueue _ring;
    private IQueueOwner? _owner;
    private bool _running;
    private bool _abandoned;
    private bool _closed;
    private int _leftToTake;
    private int _generation;
    private int _inFlight;

    /// <summary>A queue that isn't running yet.</summary>
    /// <param name="memory">The RAM in which it will lie.</param>
    public DeviceVirtqueue(GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        Memory = memory;
        _ring = new SplitVirtqueue(memory);
    }

    /// <summary>The RAM in which the queue and its buffers lie.</summary>
    public GuestMemory Memory { get; }

    /// <summary>Requests taken and not yet completed; never more than the queue's size.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether requests can be taken.</summary>
    public bool IsRunning => Volatile.Read(ref _running);

    /// <summary>
    /// Requests in flight and those that wait to be taken: so many completions are still to come.
    /// </summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _inFlight + (_running ? _ring.AvailableCount : 0);
            }
        }
    }

    /// <summary>No completion will come by itself.</summary>
    public bool IsIdle => Pending == 0;

    /// <summary>
    /// Whether requests wait while none is in flight: a worker that is awake will take them in a moment, and if there is none,
    /// nobody will before the driver notifies.
    /// </summary>
    public bool IsUnattended
    {
        get
        {
            lock (_gate)
            {
                return _inFlight == 0 && CanTake && _ring.HasAvailable;
            }
        }
    }

    private bool CanTake => _running && (!_closed || _leftToTake > 0);

    /// <summary>Takes the next request's chain. Whoever gets one has to complete it, whatever happens.</summary>
    /// <param name="chain">Filled if a chain was taken.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(DescriptorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        lock (_gate)
        {
            if (!CanTake)
            {
                return false;
            }

            PopResult result = _ring.TryPop(chain);
            if (result == PopResult.Broken)
            {
                Break();
            }

            if (result != PopResult.Taken)
            {
                return false;
            }

            chain.Generation = _generation;
            _leftToTake--;
            _inFlight++;
            return true;
        }
    }

    /// <summary>
    /// Gives requests back, each with <see cref="DescriptorChain.Written"/> set: the driver sees them all at once and
    /// is interrupted at most once. Those of an older generation, or of a broken queue, are only counted as done.
    /// </summary>
    /// <param name="requests">Requests taken from this queue.</param>
    /// <typeparam name="TRequest">The device's kind of request.</typeparam>
    public void Complete<TRequest>(ReadOnlySpan<TRequest> requests)
        where TRequest : class, IQueueRequest
    {
        lock (_gate)
        {
            bool added = false;
            foreach (TRequest request in requests)
            {
                if (_running && request.Chain.Generation == _generation)
                {
                    _ring.AddUsed(request.Chain);
                    added = true;
                }
            }

            if (added && _ring.Publish())
            {
                _owner?.BuffersUsed();
            }

            _inFlight -= requests.Length;
            if (_inFlight == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// Whether a taken request is still wanted: once the queue is being stopped, its I/O may as well end.
    /// </summary>
    /// <param name="chain">The request's chain.</param>
    public bool IsCurrent(DescriptorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return Volatile.Read(ref _generation) == chain.Generation;
    }

    /// <summary>Asks the driver not to notify: a worker is looking anyway.</summary>
    public void DisarmNotifications()
    {
        lock (_gate)
        {
            if (_running)
            {
                _ring.DisarmNotifications();
            }
        }
    }

    /// <summary>Asks for notifications again, then looks whether something has come meanwhile.</summary>
    /// <returns>Whether there is something to take; if not, it is safe to sleep until the next notification.</returns>
    public bool ArmNotificationsAndLook()
    {
        lock (_gate)
        {
            return CanTake && _ring.ArmNotificationsAndLook();
        }
    }

    /// <summary>
    /// The driver is gone and makes nothing available any more: what waits can still be taken, but no more than a queue holds.
    /// Without a bound it might never end, as a read into the available ring can bring the next read.
    /// </summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _leftToTake = (int)QueueGeometry.MaxSize;
        }
    }

    /// <summary>Waits until nothing is in flight and nothing more can be taken; somebody else does the taking.</summary>
    /// <param name="limit">The longest that it waits.</param>
    /// <returns>False if the time is over before that.</returns>
    public bool WaitUntilDone(TimeSpan limit)
    {
        long began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_inFlight > 0 || (CanTake && _ring.HasAvailable))
            {
                TimeSpan left = limit - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    internal void Attach(IQueueOwner owner)
    {
        if (Interlocked.CompareExchange(ref _owner, owner, null) is not null)
        {
            throw new InvalidOperationException("The queue already belongs to a transport.");
        }
    }

    /// <summary>Begins a life on a geometry that has been checked.</summary>
    internal void Start(in QueueGeometry geometry)
    {
        lock (_gate)
        {
            _running = !_abandoned;
            if (_running && !_ring.Start(geometry))
            {
                Break();
            }
        }
    }

    /// <summary>
    /// Ends a life: nothing is taken any more, and when this returns nothing is in flight. Waits as long as the I/O in
    /// flight takes; never call it on a thread that has a request in hand.
    /// </summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _running = false;
            Volatile.Write(ref _generation, _generation + 1);
            while (_inFlight > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>
    /// Ends a life without waiting, and there is none after it: nothing is taken any more, and what is in flight ends early
    /// or counts for nothing. For a machine that goes away; from any thread. Without it a worker might never end: a read
    /// into the available ring can bring the next read, long after the vCPU is gone.
    /// </summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            _running = false;
            Volatile.Write(ref _generation, _generation + 1);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Takes nothing more until a reset: a device has found in a chain what it can't deal with. To be called with that
    /// chain in hand.
    /// </summary>
    /// <param name="error">What the device found.</param>
    internal void Break(in QueueError error)
    {
        lock (_gate)
        {
            if (_running)
            {
                _running = false;
                Monitor.PulseAll(_gate);
                _owner?.QueueBroken(error);
            }
        }
    }

    /// <summary>Said once in a life of the queue: one that isn't running breaks no more.</summary>
    private void Break()
    {
        _running = false;
        Monitor.PulseAll(_gate);
        if (_ring.Error is { } error)
        {
            _owner?.QueueBroken(error);
        }
    }
}
