using System.Runtime.InteropServices;
using System.Text;
using Airlock.Sandbox.Processes;
using Airlock.Virtio.Block;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Workers;

/// <summary>
/// The worker's end of the channel: records, from any thread. When the parent doesn't read, the writer waits, and with
/// it the guest. Once the parent is gone, what is written goes nowhere.
/// </summary>
internal sealed class RecordWriter : IMessageSink
{
    private readonly Lock _lock = new();
    private readonly Channel _channel;

    public RecordWriter(Channel channel)
    {
        _channel = channel;
    }

    /// <inheritdoc/>
    public bool Accept(MessageWay way, ReadOnlySpan<byte> bytes)
    {
        Write(way == MessageWay.Serial ? RecordKind.SerialBytes : RecordKind.DeviceBytes, bytes);
        return true;
    }

    public void Write(RecordKind kind, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            _ = _channel.Send(AsBytes(new RecordHeader(kind, (uint)content.Length))) && _channel.Send(content);
        }
    }

    public void Write<T>(RecordKind kind, T content)
        where T : unmanaged => Write(kind, AsBytes(in content));

    public void WriteEnd(MachineReport report, StopCause cause, string reason)
    {
        EndRecord end = EndRecord.Of(report, cause);
        ReadOnlySpan<byte> disks = MemoryMarshal.AsBytes<BlockDeviceMetrics>(report.Disks.ToArray());
        Write(RecordKind.Ended, [.. AsBytes(in end), .. disks, .. Cut(reason, EndRecord.MaxReasonLength)]);
    }

    public void WriteRefusal(RefusalKind kind, string reason) =>
        Write(RecordKind.Refused, [.. AsBytes(in kind), .. Cut(reason, EndRecord.MaxReasonLength)]);

    private static ReadOnlySpan<byte> AsBytes<T>(in T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    private static byte[] Cut(string text, int maxLength)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= maxLength ? bytes : bytes[..maxLength];
    }
}
