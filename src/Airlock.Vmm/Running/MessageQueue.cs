using Airlock.Protocol;

namespace Airlock.Vmm.Running;

/// <summary>
/// Messages on their way from the vCPU's thread to the one that reports them. Bounded: when the reader falls that far
/// behind, the guest waits; nothing is dropped.
/// </summary>
internal sealed class MessageQueue
{
    private const int Capacity = 4096;

    private readonly object _monitor = new();
    private List<GuestMessage> _messages = new(capacity: 16);
    private bool _closed;

    /// <summary>Whether nothing more will come. What is in the queue can still be taken.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_monitor)
            {
                return _closed;
            }
        }
    }

    /// <summary>Adds a message, waiting while the queue is full. After <see cref="Close"/> it is ignored.</summary>
    public void Add(GuestMessage message)
    {
        lock (_monitor)
        {
            while (_messages.Count >= Capacity && !_closed)
            {
                Monitor.Wait(_monitor);
            }

            if (!_closed)
            {
                _messages.Add(message);
                if (_messages.Count == 1)
                {
                    Monitor.PulseAll(_monitor);
                }
            }
        }
    }

    /// <summary>Ends the stream and wakes whoever waits on either side.</summary>
    public void Close()
    {
        lock (_monitor)
        {
            _closed = true;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>
    /// Swaps all waiting messages into <paramref name="batch"/> (which is emptied first), waiting for the first one up
    /// to <paramref name="timeout"/>.
    /// </summary>
    public void TakeAll(ref List<GuestMessage> batch, TimeSpan timeout)
    {
        batch.Clear();
        lock (_monitor)
        {
            if (_messages.Count == 0 && !_closed)
            {
                Monitor.Wait(_monitor, timeout);
            }

            (_messages, batch) = (batch, _messages);
            if (batch.Count >= Capacity)
            {
                Monitor.PulseAll(_monitor);
            }
        }
    }
}
