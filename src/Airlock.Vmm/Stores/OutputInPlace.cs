using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// A regular file that is written into, and so stays the file that it is: with its other names, its owner and rights, and where
/// it is mounted by itself. What was in it is lost from the first write on.
/// </summary>
internal sealed class OutputInPlace : OutputTarget
{
    private OutputInPlace(SafeFileHandle handle, string path, ulong length)
        : base(handle, path, length)
    {
    }

    public override bool IsBlank => false;

    public override string AfterFailure =>
        "The output is written in place, so it is damaged: a part of it may be new, and the rest is what was there before.";

    /// <param name="force">Whether root may write into a file that is write-protected.</param>
    public static OutputInPlace OpenExisting(OutputPlace place, InputFile input, ulong length, bool force)
    {
        CommitProbe.CheckWritable(place, force);
        SafeFileHandle handle = OpenFile.TryOpenAt(place.Folder, place.Name, LibC.O_RDWR | LibC.O_NOFOLLOW, 0, out int errno)
            ?? throw FileErrors.Of($"The output '{place.Path}' can't be opened for writing", errno);
        try
        {
            CheckOpened(place, handle, input);
            SharedBytes.Host.CheckUsers(FileIdentity.Of(handle), place.Path);
            return new OutputInPlace(handle, place.Path, length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Cut or lengthened only now, so that a machine that doesn't even start leaves the file as it is.</summary>
    public override string? Doubt()
    {
        int errno = OpenFile.WhileInterrupted(() => LibC.ftruncate(Handle, checked((long)Length)));
        return errno == 0
            ? base.Doubt()
            : $"The output '{Path}' could not be given its {Length} bytes: {OpenFile.Describe(errno)}.";
    }

    public override void Commit() => Flush();
}
