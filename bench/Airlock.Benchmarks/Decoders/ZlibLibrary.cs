using System;
using System.Runtime.InteropServices;

namespace Airlock.Benchmarks.Decoders;

/// <summary>zlib as it is installed, if it is.</summary>
internal sealed unsafe partial class ZlibLibrary : IDisposable
{
    private const string Library = "libz.so.1";
    private const int RawWindow = -15;
    private const int Z_FINISH = 4;
    private const int Z_STREAM_END = 1;

    // SAFETY: zlib keeps the pointer, so that the struct lies in native memory as long as this.
    private readonly Stream* _stream = (Stream*)NativeMemory.AllocZeroed((nuint)sizeof(Stream));

    private ZlibLibrary()
    {
    }

    public static string Version => Marshal.PtrToStringUTF8(VersionOf()) ?? "";

    /// <summary>A decoder of raw streams; null if there is no zlib.</summary>
    public static ZlibLibrary? TryStart()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            return null;
        }

        var library = new ZlibLibrary();
        return Initialize(library._stream, RawWindow, Version, sizeof(Stream)) == 0 ? library : null;
    }

    public void Inflate(byte[] source, byte[] target)
    {
        // SAFETY: both arrays are pinned for the call, and zlib is told their lengths.
        fixed (byte* from = source)
        fixed (byte* to = target)
        {
            _stream->NextIn = from;
            _stream->AvailIn = (uint)source.Length;
            _stream->NextOut = to;
            _stream->AvailOut = (uint)target.Length;
            if (Reset(_stream) != 0 || Inflate(_stream, Z_FINISH) != Z_STREAM_END)
            {
                throw new InvalidOperationException("zlib refuses the stream.");
            }
        }
    }

    public void Dispose()
    {
        _ = End(_stream);
        NativeMemory.Free(_stream);
    }

    [LibraryImport(Library, EntryPoint = "zlibVersion")]
    private static partial nint VersionOf();

    [LibraryImport(Library, EntryPoint = "inflateInit2_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Initialize(Stream* stream, int windowBits, string version, int size);

    [LibraryImport(Library, EntryPoint = "inflateReset")]
    private static partial int Reset(Stream* stream);

    [LibraryImport(Library, EntryPoint = "inflate")]
    private static partial int Inflate(Stream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "inflateEnd")]
    private static partial int End(Stream* stream);

    /// <summary>z_stream of zlib.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Stream
    {
        public byte* NextIn;
        public uint AvailIn;
        public nuint TotalIn;
        public byte* NextOut;
        public uint AvailOut;
        public nuint TotalOut;
        public nint Message;
        public nint State;
        public nint Allocate;
        public nint Free;
        public nint Opaque;
        public int DataType;
        public nuint Adler;
        public nuint Reserved;
    }
}
