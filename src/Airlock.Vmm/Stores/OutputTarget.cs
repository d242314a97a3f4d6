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
    /// <exception cref="AirlockException">It is the input, no file or block device, can't be written, or not be replaced.</exception>
    public static OutputTarget Open(string path, InputFile input, ulong length, OutputRules rules = default)
    {
        OutputPlace place = OutputPlace.Open(path);
        OutputFile? owner = null;
        try
        {
            CheckKind(place, input, rules);
            SharedBytes.Host.CheckInput(input.Identity, place.Existing, path);
            if (place.Existing.Kind != FileKind.BlockDevice)
            {
                new OutputFileSystem(place.Folder, path).CheckKind();
            }

            return place.Existing.Kind == FileKind.BlockDevice ? OutputDevice.OpenDevice(place, input, length)
                : rules.InPlace ? OutputInPlace.OpenExisting(place, input, length, rules.Force)
                : owner = OutputFile.Create(place, input, length, rules.Force);
        }
        finally
        {
            if (owner is null)
            {
                place.Dispose();
            }
        }
    }

    /// <summary>Opens the way past the page cache, for all that is written from then on.</summary>
    /// <exception cref="AirlockException">The file system has no direct I/O.</exception>
    public virtual void GoDirect() => Direct = DirectAccess.Open(Handle, LibC.O_RDWR, $"output '{Path}'");

    /// <summary>Looks at the output before it is committed.</summary>
    /// <returns>What is wrong with it, as a sentence; null if it is as it should be.</returns>
    public virtual string? Doubt() => OutputLength.Doubt(Handle, Length);

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

    /// <summary>What was opened by a name is what was judged before: nothing has taken its place meanwhile.</summary>
    protected static void CheckOpened(OutputPlace place, SafeFileHandle opened, InputFile input)
    {
        FileIdentity identity = FileIdentity.Of(opened);
        if (!identity.IsSameAs(place.Existing) || identity.IsSameAs(input.Identity))
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{place.Path}' has become another file while it was opened; see who does that, and try again.");
        }
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

    private static void CheckKind(OutputPlace place, InputFile input, OutputRules rules)
    {
        string path = place.Path;
        string? sentence = place.Existing.Kind switch
        {
            _ when place.Existing.IsSameAs(input.Identity) => $"The output '{path}' is the input itself; name another file.",
            FileKind.Directory => $"The output '{path}' is a directory; name the file to write in it.",
            FileKind.Missing when rules.InPlace => $"The output '{path}' isn't there, so nothing can be written in place; leave that out.",
            FileKind.Missing or FileKind.Regular or FileKind.BlockDevice => null,
            _ => $"The output '{path}' is neither a regular file nor a block device.",
        };
        if (sentence is not null)
        {
            throw new AirlockException(AirlockError.Usage, sentence);
        }
    }
}
