using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// What an output takes, looked at before it gets its name: a worker that was taken over may have made more of it than was
/// asked for. Of a block device, all is there already.
/// </summary>
internal static class OutputLength
{
    /// <summary>Gives back what is allocated behind the end (fallocate(2), FALLOC_FL_KEEP_SIZE).</summary>
    /// <param name="output">Open for writing.</param>
    /// <param name="length">Bytes that it was given.</param>
    /// <returns>What is wrong with it, as a sentence; null if it is as it should be.</returns>
    public static string? Doubt(SafeFileHandle output, ulong length)
    {
        FileIdentity now = FileIdentity.Of(output);
        if (now.Kind == FileKind.BlockDevice)
        {
            return null;
        }

        if (now.Length != length)
        {
            return $"The output has {now.Length} bytes by now, where the input has {length}: something else than the copy has changed it.";
        }

        if (now.AllocatedBytes > length)
        {
            // Also the rest of its last block, which stays. A file system that can't do it keeps what is of no harm.
            _ = OpenFile.WhileInterrupted(() => LibC.ftruncate(output, (long)length));
        }

        return null;
    }
}
