using Airlock.Memory;

namespace Airlock.Vmm.Messages;

/// <summary>
/// The bytes of COM1 on their way from the vCPU's thread to the one that reads messages. When the reader falls behind,
/// the vCPU waits.
/// </summary>
internal sealed class SerialPipe : IMessageSource
{
    private const int Capacity = 16 << 10;

    private readonly object _gate = new();
    private readonly EventFd _arrived;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity);
    private int _count;
    private int _wakeAt = 1;
    private bool _released;

    /// <param name="arrived">Signaled when enough has come for the reader.</param>
    public SerialPipe(EventFd arrived)
    {
        _arrived = arrived;
    }

    /// <inheritdoc/>
    public string? Violation => null;

    /// <summary>Whether there is anything to take.</summary>
    public bool HasBytes => Volatile.Read(ref _count) > 0;

    /// <summary>
    /// Adds bytes, waiting while there is no room. After <see cref="Release"/>, what has no room is dropped.
    /// </summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            while (!bytes.IsEmpty)
            {
                int part = Math.Min(bytes.Length, Capacity - _count);
                bytes[..part].CopyTo(_bytes.AsSpan(_count));
                bytes = bytes[part..];
                int before = _count;
                _count += part;
                if (before < _wakeAt && _count >= _wakeAt)
                {
                    _arrived.Signal();
                }

                if (!bytes.IsEmpty)
                {
                    if (_released)
                    {
                        return;
                    }

                    Monitor.Wait(_gate);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public int Take(Span<byte> buffer)
    {
        lock (_gate)
        {
            int count = Math.Min(_count, buffer.Length);
            _bytes.AsSpan(0, count).CopyTo(buffer);
            _bytes.AsSpan(count, _count - count).CopyTo(_bytes);
            _count -= count;
            Monitor.PulseAll(_gate);
            return count;
        }
    }

    /// <inheritdoc/>
    public bool Arm(int count)
    {
        lock (_gate)
        {
            _wakeAt = Math.Min(count, Capacity / 2);
            return _count < _wakeAt;
        }
    }
}
