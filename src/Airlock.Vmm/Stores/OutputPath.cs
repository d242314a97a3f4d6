using System.Text;
using Airlock.Interop;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Paths as the kernel reads them: <c>link/../file</c> goes where the link leads first, so nothing is shortened in text.
/// </summary>
internal static class OutputPath
{
    /// <summary>As many as the kernel follows (path_resolution(7)).</summary>
    private const int MaxLinks = 40;

    private const int PathMax = 4096;

    /// <summary>The folder that a path's last name stands in.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(path) switch
    {
        null => "/",
        "" => ".",
        string folder => folder,
    };

    /// <summary>Where an output that is a link is to be written, as cp does: where it points in the end.</summary>
    /// <exception cref="AirlockException">The links go in a circle.</exception>
    public static string FollowLinks(string path)
    {
        string current = path;
        for (int links = 0; links <= MaxLinks; links++)
        {
            if (ReadLink(current) is not { } target)
            {
                return current;
            }

            current = Path.Combine(FolderOf(current), target);
        }

        throw new AirlockException(AirlockError.Usage,
            $"The output '{path}' is a link that can't be followed; name the file itself.");
    }

    /// <summary>What a link holds; null for what is no link.</summary>
    private static string? ReadLink(string path)
    {
        Span<byte> target = stackalloc byte[PathMax];
        nint length = LibC.readlink(path, target, (nuint)target.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(target[..(int)length]);
    }
}
