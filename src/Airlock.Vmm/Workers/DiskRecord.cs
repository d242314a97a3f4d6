using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>A <see cref="Disk"/> on its way to a worker; its descriptors travel beside it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DiskRecord
{
    public DiskRole Role;
    public byte TellsExtents;
    public byte TakesZeroes;
    public byte IsBlank;
    public byte NameLength;
    public NameBytes Name;
    public ulong Address;
    public ulong Length;

    /// <summary>An empty part stands for all of the disk.</summary>
    public ulong PartStart;
    public ulong PartEnd;

    /// <summary>How the file can be reached past the page cache; all zero if it isn't to be.</summary>
    public uint DirectBlock;
    public uint DirectMemory;

    /// <summary>How many descriptors belong to it.</summary>
    public readonly int Descriptors => IsDirect ? 2 : 1;

    private readonly bool IsDirect => DirectBlock != 0 && DirectMemory != 0;

    public static DiskRecord Of(Disk disk)
    {
        var record = new DiskRecord
        {
            Role = disk.Role,
            TellsExtents = disk.TellsExtents ? (byte)1 : (byte)0,
            TakesZeroes = disk.TakesZeroes ? (byte)1 : (byte)0,
            IsBlank = disk.IsBlank ? (byte)1 : (byte)0,
            Address = disk.Address,
            Length = disk.Length,
            PartStart = disk.Part?.Start ?? 0,
            PartEnd = disk.Part?.End ?? 0,
            DirectBlock = disk.Direct?.BlockSize ?? 0,
            DirectMemory = disk.Direct?.MemoryAlignment ?? 0,
        };
        record.NameLength = (byte)Encoding.UTF8.GetBytes(disk.Name, record.Name);
        return record;
    }

    /// <summary>The descriptors of a disk, in the order that <see cref="ToDisk"/> takes them in.</summary>
    public static IEnumerable<SafeHandle> HandlesOf(Disk disk) =>
        disk.Direct is null ? [disk.File] : [disk.File, disk.Direct.File];

    /// <param name="files">As many as <see cref="Descriptors"/> says.</param>
    public readonly Disk ToDisk(ReadOnlySpan<SafeFileHandle> files) => new()
    {
        Role = Role,
        Name = Encoding.UTF8.GetString(((ReadOnlySpan<byte>)Name)[..NameLength]),
        Address = Address,
        Length = Length,
        File = files[0],
        Direct = IsDirect ? new DirectAccess(files[1], DirectBlock, DirectMemory) : null,
        TellsExtents = TellsExtents != 0,
        TakesZeroes = TakesZeroes != 0,
        IsBlank = IsBlank != 0,
        Part = PartStart == PartEnd ? null : new DiskPart(PartStart, PartEnd),
    };

    /// <summary>UTF-8; a name of the boot configuration is short.</summary>
    [InlineArray(32)]
    internal struct NameBytes
    {
        private byte _byte;
    }
}
