using System;
using System.Threading;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;

namespace Airlock.Guest.Tests.Devices;

/// <summary>
/// Threads that work on a device when it is notified, and sleep otherwise; or none, and then the guest's own thread
/// works within its notification.
/// </summary>
internal sealed class DeviceWorkers : IQueueNotifier, IDisposable
{
    private readonly BlockDevice _device;
    private readonly SemaphoreSlim _notified = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Thread[] _threads;
    private readonly BlockWorker _ownWorker;

    public DeviceWorkers(BlockDevice device, int threads)
    {
        _device = device;
        _ownWorker = new BlockWorker(device);
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true };
            _threads[i].Start();
        }
    }

    public void Notify(int queue)
    {
        if (_threads.Length == 0)
        {
            _ownWorker.Process();
        }
        else
        {
            _notified.Release();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _notified.Dispose();
        _end.Dispose();
    }

    private void Work()
    {
        var worker = new BlockWorker(_device);
        try
        {
            while (true)
            {
                _notified.Wait(_end.Token);
                worker.Process();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
