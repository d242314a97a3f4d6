namespace Airlock.Peers.Tests;

/// <summary>A disk of QEMU's: a virtio-blk device in one of the machine's slots, before a file.</summary>
/// <param name="Slot">One of 24.</param>
/// <param name="FileName">The image.</param>
/// <param name="DriveOptions">Of the block layer, each behind a comma.</param>
/// <param name="DeviceOptions">Of the device, each behind a comma.</param>
/// <param name="FaultOptions">Errors that QEMU's blkdebug is to invent, each behind a comma.</param>
internal sealed record PeerDisk(
    int Slot, string FileName, string DriveOptions = "", string DeviceOptions = "", string FaultOptions = "")
{
    private const ulong FirstWindow = 0xfeb0_0000;
    private const ulong WindowLength = 0x200;

    /// <summary>Where QEMU's microvm has the window of this slot.</summary>
    public ulong Window => FirstWindow + ((ulong)Slot * WindowLength);

    private string Source => FaultOptions.Length == 0
        ? $"file.driver=file,file.filename={FileName}"
        : $"file.driver=blkdebug,file.image.driver=file,file.image.filename={FileName}{FaultOptions}";

    /// <summary>The command line's words for it.</summary>
    public IEnumerable<string> Arguments(string name) =>
    [
        "-drive", $"if=none,id={name},driver=raw,{Source}{DriveOptions}",
        "-device", $"virtio-blk-device,drive={name},bus=virtio-mmio-bus.{Slot}{DeviceOptions}",
    ];
}
