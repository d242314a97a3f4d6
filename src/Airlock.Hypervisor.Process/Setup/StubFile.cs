using System.Runtime.InteropServices;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;
using Airlock.Memory;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Hypervisor.Process.Setup;

/// <summary>The stub as a program: a file in memory that nobody can change, so that no file system is needed to start it.</summary>
internal sealed class StubFile : IDisposable
{
    private const uint Flags = LibC.MFD_CLOEXEC | LibC.MFD_ALLOW_SEALING;
    private const int Unchangeable = LibC.F_SEAL_WRITE | LibC.F_SEAL_SHRINK | LibC.F_SEAL_GROW | LibC.F_SEAL_SEAL;

    private readonly SafeFileHandle _file;

    /// <exception cref="HostException">The host doesn't allow it.</exception>
    public StubFile()
    {
        _file = Open();
        ReadOnlySpan<byte> content = StubImage.Content;
        if (_file.IsInvalid
            || LibC.pwrite(_file, content, (nuint)content.Length, 0) != content.Length
            || LibC.fcntl(_file, LibC.F_ADD_SEALS, Unchangeable) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            _file.Dispose();
            throw Refusal.OfProgram("memfd_create", errno);
        }

        Path = $"/proc/self/fd/{_file.DangerousGetHandle()}";
    }

    /// <summary>Where to start it from, in a child whose descriptor <see cref="TracedProcess.Descriptor"/> is another one.</summary>
    public string Path { get; }

    public void Dispose() => _file.Dispose();

    /// <summary>Kernels before 6.3 don't know MFD_EXEC, and let any such file be executed.</summary>
    private static SafeFileHandle Open()
    {
        int file = LibC.memfd_create("airlock-stub", Flags | LibC.MFD_EXEC);
        if (file < 0 && Marshal.GetLastPInvokeError() == Errno.EINVAL)
        {
            file = LibC.memfd_create("airlock-stub", Flags);
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        if (file is < 0 or > TracedProcess.Descriptor)
        {
            return handle;
        }

        using (handle)
        {
            return new SafeFileHandle(LibC.fcntl(handle, LibC.F_DUPFD_CLOEXEC, TracedProcess.Descriptor + 1), ownsHandle: true);
        }
    }
}
