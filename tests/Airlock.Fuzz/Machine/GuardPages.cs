using System.Runtime.InteropServices;
using Airlock.Memory;

namespace Airlock.Fuzz.Machine;

/// <summary>
/// Two pages that can't be read or written, with a hole between them: a touch ends the process. The kernel places
/// mappings in the highest hole that is large enough, so one of the next of the hole's length comes to lie there.
/// </summary>
internal sealed partial class GuardPages : SafeHandle
{
    private const nuint PageSize = (nuint)GuestMemory.PageSize;
    private const int PROT_NONE = 0, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;

    private readonly nuint _hole;

    /// <param name="hole">Bytes between the pages, whole pages.</param>
    public GuardPages(nuint hole)
        : base(invalidHandleValue: -1, ownsHandle: true)
    {
        _hole = hole;
        SetHandle(Map(0, hole + (2 * PageSize), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (IsInvalid || Unmap(Hole, hole) != 0)
        {
            throw new InvalidOperationException("The host has no room for guard pages.");
        }
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>The first byte between the pages.</summary>
    public nint Hole => handle + (nint)PageSize;

    protected override bool ReleaseHandle() => Unmap(handle, PageSize) + Unmap(Hole + (nint)_hole, PageSize) == 0;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
