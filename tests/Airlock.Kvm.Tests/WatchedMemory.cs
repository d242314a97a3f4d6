using System.Runtime.InteropServices;

namespace Airlock.Kvm.Tests;

/// <summary>A page of memory that tells when it is released; it stays mapped, lest a fault hide a failure.</summary>
internal sealed unsafe class WatchedMemory : SafeBuffer
{
    private readonly Action _onRelease;

    internal WatchedMemory(Action onRelease)
        : base(ownsHandle: true)
    {
        _onRelease = onRelease;
        SetHandle((nint)NativeMemory.AlignedAlloc(0x1000, 0x1000));
        Initialize(0x1000);
    }

    protected override bool ReleaseHandle()
    {
        _onRelease();
        return true;
    }
}
