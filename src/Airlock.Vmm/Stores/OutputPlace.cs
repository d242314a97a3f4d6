using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Where an output stands: a folder, held open, and a name in it. Found once, with what is judged held open as well, so that
/// nobody who may rename or replace something on the way there leads the output elsewhere afterwards.
/// </summary>
/// <remarks>
/// An output that is a link is written where it points in the end, as cp does. The links are read one by one, so each is held
/// to the kernel's rule for folders such as /tmp, whatever the setting is (proc_sys_fs(5), protected_symlinks).
/// </remarks>
internal sealed class OutputPlace : IDisposable
{
    /// <summary>As many as the kernel follows (path_resolution(7)).</summary>
    private const int MaxLinks = 40;

    private const int PathMax = 4096;

    private OutputPlace(string path, string folderPath, SafeFileHandle folder, string name, SafeFileHandle? entry)
    {
        Path = path;
        FolderPath = folderPath;
        Folder = folder;
        Name = name;
        Entry = entry;
    }

    /// <summary>As the user gave it, for messages.</summary>
    public string Path { get; }

    /// <summary>What the folder was called when it was opened, for messages.</summary>
    public string FolderPath { get; }

    /// <summary>Open to look up names in it, and for nothing else (O_PATH).</summary>
    public SafeFileHandle Folder { get; }

    /// <summary>The name in the folder.</summary>
    public string Name { get; }

    /// <summary>What stood there, open to be looked at (O_PATH); null if nothing did.</summary>
    public SafeFileHandle? Entry { get; }

    /// <summary>What that was: never a link.</summary>
    public FileIdentity Existing { get; private init; } = FileIdentity.Missing;

    /// <exception cref="AirlockException">There is no such folder, or a link that isn't to be followed.</exception>
    public static OutputPlace Open(string path)
    {
        OutputPlace place = OpenOne(path, path, path, from: null);
        for (int links = 0; place.Existing.Kind == FileKind.Link; links++)
        {
            using OutputPlace link = place;
            link.CheckLink(isLast: links == MaxLinks);
            string target = link.ReadLink();
            place = OpenOne(path, target, System.IO.Path.Combine(link.FolderPath, target), link.Folder);
        }

        return place;
    }

    /// <summary>The folder can't be used for the output.</summary>
    public AirlockException Unusable(int errno) => Unusable(Path, FolderPath, errno);

    public void Dispose()
    {
        Entry?.Dispose();
        Folder.Dispose();
    }

    /// <param name="path">As the user gave it.</param>
    /// <param name="step">That, or what a link holds.</param>
    /// <param name="shown">What to call the step in messages.</param>
    /// <param name="from">The folder that the step starts in; null for the current one.</param>
    private static OutputPlace OpenOne(string path, string step, string shown, SafeFileHandle? from)
    {
        const int flags = LibC.O_PATH | LibC.O_DIRECTORY;
        string folderPath = FolderOf(step), shownFolder = FolderOf(shown);
        int errno;
        SafeFileHandle folder = (from is null
            ? OpenFile.TryOpen(folderPath, flags, 0, out errno)
            : OpenFile.TryOpenAt(from, folderPath, flags, 0, out errno))
            ?? throw Unusable(path, shownFolder, errno);

        try
        {
            return OpenName(path, shownFolder, folder, step);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static OutputPlace OpenName(string path, string shownFolder, SafeFileHandle folder, string step)
    {
        // Nothing behind a slash is the folder itself.
        string name = System.IO.Path.GetFileName(step) is { Length: > 0 } last ? last : ".";
        SafeFileHandle? entry = OpenFile.TryOpenAt(folder, name, LibC.O_PATH | LibC.O_NOFOLLOW, 0, out int errno);
        try
        {
            return entry is null
                ? errno == Errno.ENOENT ? new OutputPlace(path, shownFolder, folder, name, entry) : throw Unusable(path, shownFolder, errno)
                : new OutputPlace(path, shownFolder, folder, name, entry) { Existing = FileIdentity.Of(entry, $"The output '{path}'") };
        }
        catch
        {
            entry?.Dispose();
            throw;
        }
    }

    /// <summary>The folder that a path's last name stands in. The rest of it is left to the kernel, as it is written.</summary>
    private static string FolderOf(string path) => System.IO.Path.GetDirectoryName(path) switch
    {
        null => "/",
        "" => ".",
        string folder => folder,
    };

    private void CheckLink(bool isLast)
    {
        if (isLast)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{Path}' is a link that can't be followed; name the file itself.");
        }

        // /proc/PID/fd/N and /dev/stdout look like links, and lead to an open file, whatever it is called by now.
        if (LibC.fstatfs(Folder, out LibC.StatFs system) == 0 && system.f_type == LibC.PROC_SUPER_MAGIC)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{Path}' stands for a file that a process has open, and not for a name; name the file itself.");
        }

        FileIdentity folder = FileIdentity.Of(Folder);
        if (folder.IsStickyForAll && Existing.Owner != LibC.geteuid() && Existing.Owner != folder.Owner)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{Path}' is a link that somebody else has put into '{FolderPath}', where anybody may; name the file itself.");
        }
    }

    private string ReadLink()
    {
        Span<byte> target = stackalloc byte[PathMax];
        nint length = LibC.readlinkat(Entry!, string.Empty, target, (nuint)target.Length);
        return length < 0 ? throw Unusable(Marshal.GetLastPInvokeError()) : PathBytes.Decode(target[..(int)length]);
    }

    private static AirlockException Unusable(string path, string folder, int errno) =>
        FileErrors.Of($"The output '{path}' can't be created in the folder '{folder}'", errno);
}
