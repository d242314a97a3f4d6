using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;

namespace Airlock.Vmm.Tests.Boot;

/// <summary>Guest RAM as it is before the first instruction.</summary>
internal sealed class LoadedMachine : IDisposable
{
    public const ulong DefaultRam = 8 << 20;

    private const ulong PageMapLevel4 = 0x2000;
    private readonly PageWalker _walker;

    public LoadedMachine(byte[] image, ulong ramSize = DefaultRam)
    {
        var options = new DiskJobOptions { Guest = GuestImage.Parse(image, "guest"), MemoryBytes = ramSize };
        Memory = GuestMemory.Allocate(ramSize);
        try
        {
            Config = BootConfiguration.For(options);
            GuestLoader.Load(Memory, options.Guest, Config);
        }
        catch
        {
            Memory.Dispose();
            throw;
        }

        _walker = new PageWalker(Memory, PageMapLevel4);
    }

    public GuestMemory Memory { get; }

    public VmmConfig Config { get; }

    /// <summary>A flat binary that halts.</summary>
    public static byte[] Flat => [0xf4];

    public PageMapping Walk(ulong address) => _walker.Walk(address);

    public byte[] Bytes(ulong address, int length) =>
        Memory.TryGetSpan(address, (ulong)length, out Span<byte> span)
            ? span.ToArray()
            : throw new ArgumentOutOfRangeException(nameof(address));

    public void Dispose() => Memory.Dispose();
}
