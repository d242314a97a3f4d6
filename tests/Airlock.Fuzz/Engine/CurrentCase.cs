using System.IO.MemoryMappedFiles;

namespace Airlock.Fuzz.Engine;

/// <summary>
/// The input of the case that runs, in a file that survives the process: what touches a guard page ends it at once.
/// </summary>
internal sealed class CurrentCase : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[] _copy;

    public CurrentCase(string path, int maxLength)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, sizeof(int) + maxLength);
        _view = _file.CreateViewAccessor();
        _copy = new byte[maxLength];
    }

    /// <summary>Notes its length and its bytes.</summary>
    public void Note(ReadOnlySpan<byte> input)
    {
        input.CopyTo(_copy);
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), _copy, 0, input.Length);
    }

    /// <summary>Nothing has ended the process, so nobody needs the file.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
