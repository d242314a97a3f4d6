using System.Runtime.InteropServices;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>How one file can be reached past the page cache; all zero if it isn't to be.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AlignmentRecord
{
    public uint Block;
    public uint Memory;

    public readonly bool IsGiven => Block != 0 && Memory != 0;

    public static AlignmentRecord Of(DirectAccess? direct) =>
        direct is null ? default : new AlignmentRecord { Block = direct.BlockSize, Memory = direct.MemoryAlignment };

    public readonly DirectAccess ToDirect(SafeFileHandle file) => new(file, Block, Memory);
}
