using System;
using System.Runtime.InteropServices;

namespace Airlock.Guest.Hosted;

/// <summary>
/// Memory between two pages that can't be touched: who reads or writes past an end of it ends the process.
/// </summary>
public sealed unsafe partial class GuardedBytes : SafeHandle
{
    private const int PageSize = 4096;
    private const int PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;

    private readonly int _length;

    /// <param name="length">Bytes at least: whole pages are taken.</param>
    public GuardedBytes(int length)
        : base(invalidHandleValue: -1, ownsHandle: true)
    {
        _length = (length + PageSize - 1) / PageSize * PageSize;
        SetHandle(Map(0, Mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (IsInvalid || Protect(handle + PageSize, (nuint)_length, PROT_READ | PROT_WRITE) != 0)
        {
            throw new InvalidOperationException("The host has no room for guard pages.");
        }
    }

    public override bool IsInvalid => handle == -1;

    private nuint Mapped => (nuint)_length + (2 * PageSize);

    // SAFETY: the mapping is there until this is disposed of, and the lengths of both spans are checked against it.

    /// <summary>A part that begins behind the first page.</summary>
    public Span<byte> First(int length) => All[..length];

    /// <summary>A part that ends before the last page.</summary>
    public Span<byte> Last(int length) => All[^length..];

    private Span<byte> All => new((byte*)handle + PageSize, _length);

    protected override bool ReleaseHandle() => Unmap(handle, Mapped) == 0;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
