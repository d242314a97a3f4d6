using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Airlock.GuestKit.Tests;

/// <summary>The guest's memory functions, assembled from memory.S into a library that this process can call.</summary>
public sealed unsafe class MemoryFunctions : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("airlock-memory-");
    private readonly nint _library;

    /// <summary>Assembles and loads them.</summary>
    public MemoryFunctions()
    {
        string library = Path.Combine(_directory.FullName, "memory.so");
        string source = Path.Combine(Kit.Directory, "memory.S");
        using Process gcc = Process.Start("gcc", ["-shared", "-nostdlib", "-o", library, source]);
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        _library = NativeLibrary.Load(library);
        Move = (delegate* unmanaged<byte*, byte*, nuint, byte*>)NativeLibrary.GetExport(_library, "memmove");
        Set = (delegate* unmanaged<byte*, int, nuint, byte*>)NativeLibrary.GetExport(_library, "memset");
        Zero = (delegate* unmanaged<byte*, nuint, byte*>)NativeLibrary.GetExport(_library, "airlock_memzero");
    }

    internal delegate* unmanaged<byte*, byte*, nuint, byte*> Move { get; }

    internal delegate* unmanaged<byte*, int, nuint, byte*> Set { get; }

    internal delegate* unmanaged<byte*, nuint, byte*> Zero { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _directory.Delete(recursive: true);
    }
}
