using Airlock.Interop;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Stores;

/// <summary>
/// What becomes of an error number when a file that the user has named can't be looked at, opened or made: one mapping for
/// input and output alike.
/// </summary>
internal static class FileErrors
{
    /// <summary>Whether there is nothing under the name.</summary>
    public static bool IsMissing(int errno) => errno is Errno.ENOENT or Errno.ENOTDIR;

    /// <summary>The file is at fault, the host, or whoever named it.</summary>
    public static AirlockError KindOf(int errno) => errno switch
    {
        Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM => AirlockError.HostUnsupported,
        Errno.EIO or Errno.ENOSPC or Errno.EDQUOT => AirlockError.FileAccess,
        _ => AirlockError.Usage,
    };

    /// <param name="what">What couldn't be done, such as "The input 'a.img' can't be opened".</param>
    /// <param name="errno">Why.</param>
    public static AirlockException Of(string what, int errno)
    {
        AirlockError kind = KindOf(errno);
        string? advice = kind == AirlockError.HostUnsupported ? Errno.Shortage(errno) : null;
        return new AirlockException(kind, $"{what}: {advice ?? OpenFile.Describe(errno)}.");
    }
}
