namespace Airlock.Cli.Doctor;

/// <summary>Files by which the kernel tells about itself.</summary>
internal static class HostFile
{
    /// <summary>What it says; nothing if there is no such file, or it isn't for us.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
