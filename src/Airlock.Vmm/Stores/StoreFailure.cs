namespace Airlock.Vmm.Stores;

/// <summary>A system call on a backing file that failed.</summary>
/// <param name="Operation">"read", "write", "zeroing" or "flush".</param>
/// <param name="ByteOffset">Where in the file.</param>
/// <param name="Errno">The error number; 0 when the file had fewer bytes than it should.</param>
internal sealed record StoreFailure(string Operation, ulong ByteOffset, int Errno)
{
    /// <summary>Whether going on is pointless, because each further request will fail in the same way.</summary>
    public bool IsFinal => Errno is 0 or Interop.Errno.ENOSPC or Interop.Errno.EDQUOT or Interop.Errno.EFBIG or Interop.Errno.EROFS;

    /// <summary>What happened, as the end of a sentence.</summary>
    public string Describe() => Errno == 0
        ? $"the input became shorter while it was read (nothing at byte {ByteOffset})"
        : $"the {Operation} at byte {ByteOffset} failed: {OpenFile.Describe(Errno)}";
}
