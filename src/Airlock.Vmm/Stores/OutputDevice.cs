using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>A block device, written in place: there is no second one to rename.</summary>
internal sealed class OutputDevice : OutputTarget
{
    private OutputDevice(SafeFileHandle handle, string path, ulong length)
        : base(handle, path, length)
    {
    }

    public override bool IsBlank => false;

    public override string AfterFailure => "The output device is written in place, so a part of it may have changed.";

    public static OutputDevice OpenDevice(OutputPlace place, InputFile input, ulong length)
    {
        // O_EXCL on a block device: refused while it is mounted or otherwise in use.
        SafeFileHandle handle = OpenFile.TryOpenAt(
            place.Folder, place.Name, LibC.O_RDWR | LibC.O_EXCL | LibC.O_NOFOLLOW, 0, out int errno)
            ?? throw Unopened(place.Path, errno);
        try
        {
            CheckOpened(place, handle, input);
            FileIdentity opened = FileIdentity.Of(handle);
            SharedBytes.Host.CheckInput(input.Identity, opened, place.Path);
            SharedBytes.Host.CheckUsers(opened, place.Path);
            CheckSize(place.Path, handle, opened, length);
            return new OutputDevice(handle, place.Path, length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override void Commit() => Flush();

    private static void CheckSize(string path, SafeFileHandle device, FileIdentity opened, ulong needed)
    {
        // Root may open a read-only device for writing, and only each write fails.
        int readOnly = 0;
        if (LibC.ioctl(device, LibC.BLKROGET, ref readOnly) == 0 && readOnly != 0)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output device '{path}' is read-only; unlock it, or take another.");
        }

        ulong length = OpenFile.LengthOf(device, opened);
        if (length < needed)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output device '{path}' has {length} bytes, the contents {needed}; take a larger one.");
        }
    }

    private static AirlockException Unopened(string path, int errno)
    {
        if (errno != Errno.EBUSY)
        {
            return FileErrors.Of($"The output device '{path}' can't be opened for writing", errno);
        }

        SharedBytes.Host.CheckUsers(FileIdentity.Of(path, "output"), path); // which names who uses it, if it can be told
        return new AirlockException(AirlockError.Usage, $"The output '{path}' is in use by something on this host; stop that first.");
    }
}
