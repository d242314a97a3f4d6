using System.Diagnostics;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Mmio;
using Airlock.Vmm.Devices;

namespace Airlock.Vmm.Tests.Devices;

/// <summary>How much has to be done before a guest that waits is answered.</summary>
public sealed class WaitingTransportTests : IDisposable
{
    private readonly BlockDeviceRig _rig = BlockDeviceRig.Started(new MemoryStore(8));
    private readonly CompletionGate _gate = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(12, 6)]
    [InlineData(170, 16)]
    public void Half_of_what_is_pending_is_enough_and_sixteen_are_always(int pending, int completed) => Assert.False(IsHeld(pending, completed));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(12, 5)]
    public void Less_than_half_is_not(int pending, int completed) => Assert.True(IsHeld(pending, completed));

    [Fact]
    public void Other_registers_are_answered_at_once()
    {
        var transport = new WaitingTransport(_rig.Transport, _gate, () => throw new InvalidOperationException("asked"));
        Assert.Equal(BusAnswer.Done, transport.Read(offset: 0, width: 4, out _));
    }

    /// <summary>Whether a read takes as long as it may, when so many requests complete while they are counted.</summary>
    private bool IsHeld(int pending, int completed)
    {
        var transport = new WaitingTransport(_rig.Transport, _gate, () =>
        {
            _gate.Signal(completed);
            return pending;
        });
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(BusAnswer.Done, transport.Read(VirtioMmioTransport.InterruptStatusOffset, width: 4, out _));
        return Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(90);
    }
}
