using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Images;

namespace Airlock.Vmm.Boot;

/// <summary>Fills guest RAM before the first instruction: the VMM's own area, the boot configuration, the image.</summary>
internal static class GuestLoader
{
    /// <exception cref="GuestImageException">The image doesn't fit this machine.</exception>
    public static void Load(GuestMemory memory, GuestImage image, VmmConfig config)
    {
        foreach (ImageSegment segment in image.Segments)
        {
            if (!memory.TryGetSpan(segment.Address, segment.MemoryLength, out Span<byte> target))
            {
                throw new GuestImageException(
                    $"'{image.Name}' needs RAM up to 0x{segment.End:x}, where the machine has 0x{memory.Length:x}; give it more with --memory.");
            }

            segment.Content.Span.CopyTo(target);
        }

        var area = new BootArea();
        DescriptorTables.Write(area);
        ExceptionStubs.Write(area);
        new PageTableBuilder(area).Build(memory.Length, image);
        area.CopyTo((address, bytes) => bytes.CopyTo(Span(memory, address, bytes.Length)));

        Span<byte> page = Span(memory, MemoryMap.BootConfig, (int)MemoryMap.PageSize);
        if (!BootConfig.TryEncode(config, page, out _))
        {
            throw new InvalidOperationException("The boot configuration doesn't fit its page.");
        }
    }

    private static Span<byte> Span(GuestMemory memory, ulong address, int length) =>
        memory.TryGetSpan(address, (ulong)length, out Span<byte> span)
            ? span
            : throw new InvalidOperationException($"0x{address:x} lies outside guest RAM.");
}
