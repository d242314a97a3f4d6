using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli;

/// <summary>
/// A program may be started with a standard stream closed. The next file it opens then gets that stream's number, and
/// messages would be written into a disk image: so the gaps are filled first.
/// </summary>
internal static class StandardStreams
{
    /// <summary>File descriptor 1.</summary>
    public const int StandardOutput = 1;

    /// <summary>File descriptor 2.</summary>
    public const int StandardError = 2;

    public static void FillGaps()
    {
        try
        {
            while (true)
            {
                SafeFileHandle handle = File.OpenHandle(
                    "/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                if (handle.DangerousGetHandle() > StandardError)
                {
                    handle.Dispose();
                    return;
                }

                // Open for as long as the process lives.
                handle.SetHandleAsInvalid();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /dev/null, as in a bare chroot: nothing to fill gaps with, and most likely there are none.
        }
    }
}
