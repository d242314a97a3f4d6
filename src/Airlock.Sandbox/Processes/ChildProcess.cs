using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Sandbox.Processes;

/// <summary>
/// A process that is given nothing but one end of a <see cref="Channel"/>: no standard streams, no other descriptor, no
/// environment, and none of the signals that a terminal sends to both.
/// </summary>
/// <remarks>
/// The thread that starts it should live as long as it does: with PR_SET_PDEATHSIG, a child dies with the thread that
/// made it (prctl(2)).
/// </remarks>
public sealed class ChildProcess : IDisposable
{
    /// <summary>The number of the channel's descriptor in the child.</summary>
    public const int ChannelDescriptor = 3;

    private const string Null = "/dev/null";

    /// <summary>
    /// What is left to the parent to decide (a terminal sends these to both), and what shall be an error of the system
    /// call instead: SIGXFSZ. Blocked rather than ignored, as posix_spawn(3) can do that.
    /// </summary>
    private static readonly int[] s_blocked = [LibC.SIGHUP, LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM, LibC.SIGXFSZ];

    private readonly SafeFileHandle _descriptor;
    private readonly int _id;
    private int? _status;

    private ChildProcess(int id, Channel channel)
    {
        _id = id;
        Channel = channel;

        // The child isn't waited for yet, so its number can't be another's by now.
        _descriptor = new SafeFileHandle(LibC.syscall(LibC.SYS_pidfd_open, id, 0, 0, 0), ownsHandle: true);
        if (_descriptor.IsInvalid)
        {
            int errno = Marshal.GetLastPInvokeError();
            channel.Dispose();
            _ = LibC.kill(id, LibC.SIGKILL);
            _ = LibC.waitpid(id, out _, 0);
            throw errno == Errno.ENOSYS
                ? new IOException("pidfd_open: Linux 5.3 or later is needed", errno)
                : Failure.Of("pidfd_open", errno);
        }
    }

    /// <summary>The way to it and back.</summary>
    public Channel Channel { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path; it isn't looked for anywhere.</param>
    /// <param name="arguments">From argument 0, the program's own name, on.</param>
    /// <param name="environment">All of its variables, as NAME=VALUE.</param>
    /// <exception cref="IOException">It can't be started; the message says why.</exception>
    public static ChildProcess Start(string program, string[] arguments, string[] environment)
    {
        (Channel near, Channel far) = Channel.CreatePair();
        using (far)
        {
            try
            {
                return new ChildProcess(Spawn(program, far.Handle, arguments, environment), near);
            }
            catch
            {
                near.Dispose();
                throw;
            }
        }
    }

    /// <summary>Takes a child that this process has started in another way.</summary>
    /// <param name="id">Its number; it hasn't been waited for yet.</param>
    /// <param name="channel">The way to it, owned by the child's object from now on.</param>
    /// <exception cref="IOException">It can't be watched, and was ended.</exception>
    public static ChildProcess Adopt(int id, Channel channel) => new(id, channel);

    /// <summary>Ends it, whatever it does.</summary>
    public void Kill()
    {
        if (_status is null)
        {
            _ = LibC.syscall(LibC.SYS_pidfd_send_signal, _descriptor.DangerousGetHandle(), LibC.SIGKILL, 0, 0);
            GC.KeepAlive(_descriptor);
        }
    }

    /// <summary>Waits until it has ended, and until the kernel has taken back what it had.</summary>
    /// <returns>The signal that ended it, or 0 if it ended by itself; null if it hasn't in time.</returns>
    public int? WaitForEnd(TimeSpan timeout)
    {
        const int signalBits = 0x7f; // WTERMSIG, waitpid(2)
        if (_status is null && Readiness.Wait(_descriptor, timeout))
        {
            // In a process that ignores SIGCHLD the kernel keeps no status.
            _status = LibC.waitpid(_id, out int status, LibC.WNOHANG) == _id ? status : 0;
        }

        return _status & signalBits;
    }

    /// <summary>Kills it if it is still there. One that the kernel can't let go yet, as with a disk that doesn't answer, is not waited for long.</summary>
    public void Dispose()
    {
        if (_descriptor.IsClosed)
        {
            return;
        }

        Kill();
        WaitForEnd(TimeSpan.FromSeconds(2));
        _descriptor.Dispose();
        Channel.Dispose();
    }

    private static int Spawn(string program, SafeFileHandle channel, string[] arguments, string[] environment)
    {
        LibC.posix_spawn_file_actions_init(out LibC.SpawnFileActions actions);
        LibC.posix_spawnattr_init(out LibC.SpawnAttributes attributes);
        try
        {
            AddDescriptors(ref actions, (int)channel.DangerousGetHandle());
            LibC.posix_spawnattr_setflags(ref attributes, LibC.POSIX_SPAWN_SETSIGMASK);
            LibC.posix_spawnattr_setsigmask(ref attributes, BlockedSignals());
            int errno = LibC.posix_spawn(out int id, program, in actions, in attributes, [.. arguments, null], [.. environment, null]);
            GC.KeepAlive(channel);
            return errno == 0
                ? id
                : throw Failure.Of($"'{program}' can't be started", errno);
        }
        finally
        {
            LibC.posix_spawn_file_actions_destroy(ref actions);
            LibC.posix_spawnattr_destroy(ref attributes);
        }
    }

    /// <summary>The channel first: its descriptor may have one of the numbers that come after.</summary>
    private static void AddDescriptors(ref LibC.SpawnFileActions actions, int channel)
    {
        LibC.posix_spawn_file_actions_adddup2(ref actions, channel, ChannelDescriptor);
        LibC.posix_spawn_file_actions_addopen(ref actions, 0, Null, LibC.O_RDWR, 0);
        LibC.posix_spawn_file_actions_adddup2(ref actions, 0, 1);
        LibC.posix_spawn_file_actions_adddup2(ref actions, 0, 2);
        LibC.posix_spawn_file_actions_addclosefrom_np(ref actions, ChannelDescriptor + 1);
    }

    private static LibC.SigSet BlockedSignals()
    {
        LibC.SigSet set = default;
        foreach (int signal in s_blocked)
        {
            set[0] |= LibC.SigSet.Of(signal)[0];
        }

        return set;
    }
}
