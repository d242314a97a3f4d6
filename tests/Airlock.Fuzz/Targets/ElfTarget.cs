using Airlock.Abi.Machine;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Hypervisor;
using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Vmm.Images;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// A guest image from an untrusted file: it is refused in words, or it is loaded where it says, with the page rights
/// that it asks for, and without getting near the VMM's own part of RAM.
/// </summary>
internal sealed class ElfTarget : IFuzzTarget
{
    // Not a multiple of 2 MiB: such mappings are placed for large pages, and not between the guard pages.
    private const ulong RamLength = (16 << 20) - MemoryMap.PageSize;
    private const int MaxPagesLookedAt = 64;

    private static readonly byte[] s_configuration = [0, 0];

    private readonly GuardedMemory _memory = new(RamLength, firstOpen: 0);
    private readonly PageMap _pages;

    public ElfTarget() => _pages = new PageMap(_memory.Memory);

    public int MaxInputLength => 4096;

    public void Run(ReadOnlySpan<byte> input)
    {
        GuestImage image;
        try
        {
            image = GuestImage.Parse(input.ToArray(), "fuzz");
        }
        catch (GuestImageException)
        {
            return;
        }

        try
        {
            LongModeLoader.Load(_memory.Memory, ProgramOf(image));
            CheckVmmArea();
            foreach (ProgramSegment segment in image.Segments)
            {
                CheckSegment(segment);
            }
        }
        catch (GuestProgramException)
        {
            // It is larger than this machine, or its rights differ in too many places.
        }

        LookUpMethods(image);
        Clean(image);
    }

    public void Dispose() => _memory.Dispose();

    private static GuestProgram ProgramOf(GuestImage image) => new()
    {
        Name = image.Name,
        EntryPoint = image.EntryPoint,
        Segments = image.Segments,
        BootConfiguration = s_configuration,
        MemoryBytes = RamLength,
    };

    /// <summary>Ring 3 reaches nothing below the image but to read its boot configuration.</summary>
    private void CheckVmmArea()
    {
        for (ulong page = 0; page < MemoryMap.ImageBase; page += MemoryMap.PageSize)
        {
            PageRights allowed = page == MemoryMap.BootConfig ? PageRights.Read : PageRights.None;
            PageRights rights = _pages.UserRightsAt(page);
            bool isOurs = rights == PageRights.None || rights == allowed;
            FindingException.ThrowUnless(isOurs, $"The guest has {rights} at 0x{page:x}.");
        }
    }

    private void CheckSegment(ProgramSegment segment)
    {
        FindingException.ThrowUnless(
            segment.Address >= MemoryMap.ImageBase && segment.End <= RamLength
                && (segment.End <= MemoryMap.StackBottom || segment.Address >= MemoryMap.StackTop),
            $"A segment lies at 0x{segment.Address:x}, {segment.MemoryLength} bytes.");
        _memory.Memory.TryGetSpan(segment.Address, (ulong)segment.Content.Length, out Span<byte> content);
        FindingException.ThrowUnless(
            content.SequenceEqual(segment.Content.Span), $"The segment at 0x{segment.Address:x} isn't the file's.");
        ulong pages = (segment.MemoryLength + MemoryMap.PageSize - 1) / MemoryMap.PageSize;
        ulong step = 1 + (pages / MaxPagesLookedAt);
        for (ulong page = 0; page < pages; page += step)
        {
            PageRights rights = _pages.UserRightsAt(segment.Address + (page * MemoryMap.PageSize));
            FindingException.ThrowUnless(
                rights == segment.Rights,
                $"Page {page} of the segment at 0x{segment.Address:x} has {rights} instead of {segment.Rights}.");
        }
    }

    /// <summary>Any address is asked for when a guest faults; what comes of it is escaped when printed.</summary>
    private static void LookUpMethods(GuestImage image)
    {
        ulong entry = image.EntryPoint;
        foreach (ulong address in (ReadOnlySpan<ulong>)[0, entry, entry + 1, RamLength, ulong.MaxValue])
        {
            _ = image.Symbols.Describe(address);
        }
    }

    /// <summary>The next case finds RAM as this one did.</summary>
    private void Clean(GuestImage image)
    {
        foreach (ProgramSegment segment in image.Segments)
        {
            if (_memory.Memory.TryGetSpan(segment.Address, (ulong)segment.Content.Length, out Span<byte> content))
            {
                content.Clear();
            }
        }

        _memory.Memory.TryGetSpan(0, MemoryMap.ImageBase, out Span<byte> area);
        area.Clear();
    }
}
