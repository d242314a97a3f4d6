using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Airlock.GuestKit.Tests;

/// <summary>The guest's SHA-256, assembled from sha256.S into a library that this process can call.</summary>
public sealed unsafe class ShaFunctions : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("airlock-sha-");
    private readonly nint _library;

    /// <summary>Assembles and loads it.</summary>
    public ShaFunctions()
    {
        string library = Path.Combine(_directory.FullName, "sha256.so");
        string source = Path.Combine(Kit.Directory, "sha256.S");
        using Process gcc = Process.Start("gcc", ["-shared", "-nostdlib", "-o", library, source]);
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        _library = NativeLibrary.Load(library);
        Exists = (delegate* unmanaged<uint>)NativeLibrary.GetExport(_library, "airlock_has_sha");
        Take = (delegate* unmanaged<uint*, byte*, nuint, void>)NativeLibrary.GetExport(_library, "airlock_sha256");
    }

    internal delegate* unmanaged<uint> Exists { get; }

    internal delegate* unmanaged<uint*, byte*, nuint, void> Take { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _directory.Delete(recursive: true);
    }
}
