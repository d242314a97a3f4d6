using System.Diagnostics;
using Airlock.Protocol;

namespace Airlock.Peers.Tests;

/// <summary>
/// A machine that nobody here has made: QEMU's microvm with its own virtio-mmio disks, which runs the copy guest as
/// shipped. What stands between QEMU's entry and the guest's is in tests/peers/microvm.
/// </summary>
internal sealed class MicroVm : IDisposable
{
    public const string Missing = "QEMU (qemu-system-x86_64) is not installed";

    private const string Program = "qemu-system-x86_64";
    private const int PageLength = 0x1000;
    private const int HaltedInRing3 = 33; // what the shim has isa-debug-exit say

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("airlock-peer-");

    public MicroVm(int bytes)
    {
        Skip.IfNot(IsInstalled, Missing);
        InputBytes = new byte[bytes];
        new Random(bytes).NextBytes(InputBytes);
        Input = new PeerDisk(0, Place("input"), ",read-only=on");
        Output = new PeerDisk(23, Place("output"));
        File.WriteAllBytes(Input.FileName, InputBytes);
        byte[] before = new byte[bytes];
        Array.Fill(before, (byte)0xa5);
        File.WriteAllBytes(Output.FileName, before);
    }

    public byte[] InputBytes { get; }

    public byte[] OutputBytes => File.ReadAllBytes(Output.FileName);

    public PeerDisk Input { get; set; }

    public PeerDisk Output { get; set; }

    /// <summary>The guest's image.</summary>
    public string Image { get; set; } = "copy.bin";

    /// <summary>Where the boot configuration lies; 0: there is none.</summary>
    public uint Rdi { get; set; } = 0x1_e000;

    /// <summary>How long nobody reads COM1; QEMU must not have ended by then.</summary>
    public TimeSpan ReadsAfter { get; set; } = TimeSpan.Zero;

    private static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Runs the guest to its HLT.</summary>
    /// <param name="config">What it is told besides RAM and the disks' windows.</param>
    public PeerTalk Run(VmmConfig? config = null)
    {
        WriteInitialDisk(config ?? new VmmConfig());
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in Arguments())
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(), null, s_patience, Timeout.InfiniteTimeSpan);
        Task<string> diagnostics = process.StandardError.ReadToEndAsync();
        bool endedEarly = ReadsAfter > TimeSpan.Zero && process.WaitForExit(ReadsAfter);
        Assert.False(endedEarly, "QEMU ended before its reader began.");
        using var serial = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(serial);
        process.WaitForExit();
        Assert.True(process.ExitCode == HaltedInRing3, $"QEMU ended with {process.ExitCode}. {diagnostics.Result}");
        return new PeerTalk(serial.ToArray());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private IEnumerable<string> Arguments() =>
    [
        "-M", "microvm,x-option-roms=off,pit=off,pic=off,rtc=off,isa-serial=on,auto-kernel-cmdline=off",
        "-accel", "tcg", "-cpu", "qemu64", "-m", "16M",
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
        "-global", "virtio-mmio.force-legacy=false",
        "-kernel", Path.Combine(AppContext.BaseDirectory, "shim.elf"),
        "-initrd", Place("initrd"),
        "-append", Rdi.ToString("x", null),
        .. Input.Arguments("input"),
        .. Output.Arguments("output"),
        "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
        "-chardev", "stdio,id=com1,signal=off",
        "-serial", "chardev:com1",
    ];

    /// <summary>
    /// The page with the boot configuration, then the guest: what the shim takes for an initial RAM disk.
    /// </summary>
    private void WriteInitialDisk(VmmConfig config)
    {
        config.RamBytes = 0x80_0000;
        config.Devices.Add(new DeviceConfig { Name = "input", SectorSize = 512, Address = Input.Window });
        config.Devices.Add(new DeviceConfig { Name = "output", SectorSize = 512, Address = Output.Window });
        byte[] page = new byte[PageLength];
        Assert.True(BootConfig.TryEncode(config, page.AsSpan((int)(Rdi % PageLength)), out _));
        byte[] image = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "images", Image));
        File.WriteAllBytes(Place("initrd"), [.. page, .. image]);
    }
}
