using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A temporary file as a disk.</summary>
internal sealed class TestDisk : IDisposable
{
    private readonly SafeFileHandle _file;

    public TestDisk(DiskRole role, int length)
    {
        string path = Path.GetTempFileName();
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.SetLength(_file, length);
        Disk = new Disk
        {
            Role = role,
            Name = role == DiskRole.Input ? "input" : "output",
            Address = role == DiskRole.Input ? 0x1000_0000ul : 0x1000_1000,
            Length = (ulong)length,
            File = _file,
        };
    }

    public Disk Disk { get; }

    public void Dispose() => _file.Dispose();
}
