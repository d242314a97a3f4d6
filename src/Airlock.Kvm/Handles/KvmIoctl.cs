using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Kvm.Handles;

/// <summary>ioctls other than KVM_RUN: retried after a signal, typed errors for the rest.</summary>
internal static class KvmIoctl
{
    /// <summary>Calls with a number or a pointer as its argument.</summary>
    /// <returns>What the ioctl returned, never negative.</returns>
    /// <exception cref="KvmException">The ioctl failed.</exception>
    internal static int Call(SafeHandle fd, nuint request, nint argument, string operation)
    {
        int result;
        do
        {
            result = LibC.ioctl(fd, request, argument);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

        return result >= 0 ? result : throw KvmException.FromLastError(operation);
    }

    /// <summary>Calls with a struct as its argument.</summary>
    /// <exception cref="KvmException">The ioctl failed.</exception>
    internal static void Call<T>(SafeHandle fd, nuint request, ref T argument, string operation)
        where T : unmanaged
    {
        int result;
        do
        {
            result = LibC.ioctl(fd, request, ref argument);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

        if (result < 0)
        {
            throw KvmException.FromLastError(operation);
        }
    }
}
