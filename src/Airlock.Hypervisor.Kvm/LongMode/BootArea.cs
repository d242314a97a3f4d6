using Airlock.Abi.Machine;

namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>The VMM's own 0x1000-0xefff of guest RAM, composed here and copied in before the guest starts.</summary>
internal sealed class BootArea
{
    private readonly byte[] _bytes = new byte[MemoryMap.VmmEnd - MemoryMap.VmmBase];

    /// <summary>The bytes at a guest-physical address inside the area.</summary>
    public Span<byte> At(ulong address, int length) =>
        _bytes.AsSpan(checked((int)(address - MemoryMap.VmmBase)), length);

    /// <summary>Page by page, so that a page which stays zero costs no RAM.</summary>
    public void CopyTo(Action<ulong, ReadOnlySpan<byte>> write)
    {
        for (ulong page = MemoryMap.VmmBase; page < MemoryMap.VmmEnd; page += MemoryMap.PageSize)
        {
            ReadOnlySpan<byte> bytes = At(page, (int)MemoryMap.PageSize);
            if (bytes.ContainsAnyExcept((byte)0))
            {
                write(page, bytes);
            }
        }
    }
}
