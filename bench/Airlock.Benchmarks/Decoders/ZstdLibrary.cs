using System;
using System.Runtime.InteropServices;

namespace Airlock.Benchmarks.Decoders;

/// <summary>libzstd as it is installed, if it is.</summary>
internal sealed unsafe partial class ZstdLibrary : IDisposable
{
    private const string Library = "libzstd.so.1";

    private readonly nint _context = CreateContext();

    private ZstdLibrary()
    {
    }

    public static string Version => Marshal.PtrToStringUTF8(VersionOf()) ?? "";

    /// <summary>A decoder; null if there is no libzstd.</summary>
    public static ZstdLibrary? TryStart() => NativeLibrary.TryLoad(Library, out _) ? new ZstdLibrary() : null;

    public void Decompress(byte[] source, byte[] target)
    {
        // SAFETY: both arrays are pinned for the call, and libzstd is told their lengths.
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            if (Decompress(_context, to, (nuint)target.Length, from, (nuint)source.Length) != (nuint)target.Length)
            {
                throw new InvalidOperationException("libzstd refuses the frame.");
            }
        }
    }

    public void Dispose() => FreeContext(_context);

    [LibraryImport(Library, EntryPoint = "ZSTD_versionString")]
    private static partial nint VersionOf();

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    private static partial nint CreateContext();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    private static partial nuint FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressDCtx")]
    private static partial nuint Decompress(nint context, byte* to, nuint room, byte* from, nuint length);
}
