using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Where the output goes. Nothing shows under its name before <see cref="Commit"/>; disposing without it discards.
/// </summary>
internal abstract class OutputTarget : IDisposable
{
    protected OutputTarget(SafeFileHandle handle, string path, ulong length)
    {
        Handle = handle;
        Path = path;
        Length = length;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Bytes that are to be written; a device may have more.</summary>
    public ulong Length { get; }

    /// <summary>The way past the page cache, if one was asked for.</summary>
    public DirectAccess? Direct { get; private set; }

    /// <summary>Whether whatever hasn't been written reads as zeroes.</summary>
    public abstract bool IsBlank { get; }

    /// <summary>What a run that failed has left of the output, as a sentence.</summary>
    public virtual string AfterFailure => "The output is as it was before.";

    /// <summary>The name as the user gave it, for messages.</summary>
    protected string Path { get; }

    /// <summary>Prepares the output for a number of bytes.</summary>
    /// <param name="input">What it is made of.</param>
    /// <exception cref="AirlockException">It is the input, no file or block device, or can't be written.</exception>
    public static OutputTarget Open(string path, InputFile input, ulong length)
    {
        FileIdentity existing = FileIdentity.Of(path, "output");
        if (existing.IsSameAs(input.Identity))
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{path}' is the input itself; name another file.");
        }

        SharedBytes.Host.CheckInput(input.Identity, existing, path);
        return existing.Kind switch
        {
            FileKind.Directory => throw new AirlockException(AirlockError.Usage,
                $"The output '{path}' is a directory; name the file to write in it."),
            FileKind.Other => throw new AirlockException(AirlockError.Usage,
                $"The output '{path}' is neither a regular file nor a block device."),
            FileKind.BlockDevice => OutputDevice.OpenDevice(path, input, length),
            _ => OutputFile.Create(path, existing, input, length),
        };
    }

    /// <summary>Opens the way past the page cache, for all that is written from then on.</summary>
    /// <exception cref="AirlockException">The file system has no direct I/O.</exception>
    public virtual void GoDirect() => Direct = DirectAccess.Open(Handle, LibC.O_RDWR, $"output '{Path}'");

    /// <summary>Flushes the data to the disk and lets the output appear under its name.</summary>
    /// <exception cref="AirlockException">The data or the name could not be made durable.</exception>
    public abstract void Commit();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Direct?.Dispose();
        Handle.Dispose();
    }

    protected void Flush()
    {
        int errno = OpenFile.WhileInterrupted(() => LibC.fsync(Handle));
        if (errno != 0)
        {
            throw Failed("be flushed to the disk", errno);
        }
    }

    protected AirlockException Failed(string what, int errno) => new(AirlockError.FileAccess,
        $"The output '{Path}' could not {what}: {OpenFile.Describe(errno)}.");
}
