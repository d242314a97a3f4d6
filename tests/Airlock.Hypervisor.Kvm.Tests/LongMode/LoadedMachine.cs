using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>Guest RAM as it is before the first instruction.</summary>
internal sealed class LoadedMachine : IDisposable
{
    private const ulong PageMapLevel4 = 0x2000;
    private readonly GuestMemory _memory;
    private readonly PageWalker _walker;

    public LoadedMachine(GuestProgram program)
    {
        _memory = GuestMemory.Allocate(program.MemoryBytes);
        try
        {
            LongModeLoader.Load(_memory, program);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }

        _walker = new PageWalker(_memory, PageMapLevel4);
    }

    public PageMapping Walk(ulong address) => _walker.Walk(address);

    public byte[] Bytes(ulong address, int length) =>
        _memory.TryGetSpan(address, (ulong)length, out Span<byte> span)
            ? span.ToArray()
            : throw new ArgumentOutOfRangeException(nameof(address));

    public void Dispose() => _memory.Dispose();
}
