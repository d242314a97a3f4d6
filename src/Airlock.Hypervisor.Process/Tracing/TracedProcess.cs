using System.Runtime.InteropServices;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>
/// A child that is traced by the thread that has started it, and that all of this but <see cref="Interrupt"/> is for.
/// A call on one that was killed meanwhile does nothing; <see cref="Wait"/> tells.
/// </summary>
internal sealed unsafe class TracedProcess : IDisposable
{
    /// <summary>The number of the descriptor that it is given.</summary>
    public const int Descriptor = 3;

    private const short SpawnFlags =
        LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETPGROUP;

    private volatile int _id;

    private TracedProcess(int id) => _id = id;

    /// <summary>Its number; 0 once it is gone, as the number may then be another's.</summary>
    public int Id => _id;

    /// <summary>Starts a program, which has to ask to be traced.</summary>
    /// <param name="path">Its path; not by way of <see cref="Descriptor"/>.</param>
    /// <param name="file">What it gets as <see cref="Descriptor"/>.</param>
    /// <param name="errno">Why there is none.</param>
    public static TracedProcess? Start(string path, SafeFileHandle file, out int errno)
    {
        LibC.posix_spawn_file_actions_init(out LibC.SpawnFileActions actions);
        LibC.posix_spawnattr_init(out LibC.SpawnAttributes attributes);
        try
        {
            LibC.posix_spawn_file_actions_adddup2(ref actions, (int)file.DangerousGetHandle(), Descriptor);

            // No signal blocked, or Interrupt has no effect; a group of its own, as Ctrl+C is none of its business. Without
            // the set of defaults, libc asks for each signal first.
            LibC.posix_spawnattr_setflags(ref attributes, SpawnFlags);
            LibC.posix_spawnattr_setsigmask(ref attributes, default);
            LibC.posix_spawnattr_setsigdefault(ref attributes, LibC.SigSet.All());
            errno = LibC.posix_spawn(out int id, path, in actions, in attributes, ["airlock-guest", null], [null]);
            GC.KeepAlive(file);
            return errno == 0 ? new TracedProcess(id) : null;
        }
        finally
        {
            LibC.posix_spawn_file_actions_destroy(ref actions);
            LibC.posix_spawnattr_destroy(ref attributes);
        }
    }

    /// <summary>Waits until it stands still or is gone.</summary>
    public WaitStatus Wait()
    {
        int status;
        while (LibC.wait4(_id, out status, 0, usage: 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                status = LibC.SIGKILL; // nobody there: as good as killed
                break;
            }
        }

        var result = new WaitStatus(status);
        if (!result.IsStopped)
        {
            _id = 0;
        }

        return result;
    }

    /// <summary>Lets it go on; the signal that it stopped with is dropped.</summary>
    public void Continue() => LibC.ptrace(LibC.PTRACE_CONT, _id, 0, 0);

    /// <summary>From now on it is killed when the thread that traces it ends, however that comes about.</summary>
    public bool TryEndWithTracer() =>
        LibC.ptrace(LibC.PTRACE_SETOPTIONS, _id, 0, LibC.PTRACE_O_EXITKILL) == 0;

    public bool TryRead(ref UserRegisters registers) => Transfer(LibC.PTRACE_GETREGS, ref registers);

    public bool TryWrite(ref UserRegisters registers) => Transfer(LibC.PTRACE_SETREGS, ref registers);

    public bool TryRead(ref SignalInfo signal) => Transfer(LibC.PTRACE_GETSIGINFO, ref signal);

    public bool TryRead(ref FloatingPointState state) => Transfer(LibC.PTRACE_GETFPREGS, ref state);

    public bool TryWrite(ref FloatingPointState state) => Transfer(LibC.PTRACE_SETFPREGS, ref state);

    /// <summary>
    /// Makes <see cref="Wait"/> return, now or after the next <see cref="Continue"/>: the kernel keeps the signal until
    /// then. From any thread.
    /// </summary>
    /// <remarks>
    /// SIGURG, as it does nothing to anybody who doesn't ask for it: should the process just have gone, and its number
    /// be another's by now, no harm is done.
    /// </remarks>
    public void Interrupt()
    {
        int id = _id;
        if (id != 0)
        {
            _ = LibC.kill(id, LibC.SIGURG);
        }
    }

    /// <summary>Kills it if it is still there, and waits until it is gone.</summary>
    public void Dispose()
    {
        if (_id != 0)
        {
            _ = LibC.kill(_id, LibC.SIGKILL);
            while (Wait().IsStopped)
            {
                // A stop from before.
            }
        }
    }

    private bool Transfer<T>(int request, ref T data)
        where T : unmanaged
    {
        // SAFETY: pinned for the call; each request is used with the one type that the kernel has for it.
        fixed (T* pinned = &data)
        {
            return LibC.ptrace(request, _id, 0, (nint)pinned) == 0;
        }
    }
}
