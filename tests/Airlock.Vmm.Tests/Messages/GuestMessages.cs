using System.Buffers.Binary;
using Airlock.Protocol;
using Google.Protobuf;

namespace Airlock.Vmm.Tests.Messages;

/// <summary>Messages as a guest sends them.</summary>
internal static class GuestMessages
{
    public static GuestMessage Progress(ulong current, ulong total = 100) => new()
    {
        Level = Level.Progress,
        Progress = new ProgressMessage { Operation = "copy", Current = current, Total = total },
    };

    public static GuestMessage Complete(bool success = true) => new()
    {
        Level = Level.Complete,
        Complete = new CompleteMessage { Operation = "copy", Count = 100, Success = success },
    };

    /// <summary>The frame of a message (contract, section 3).</summary>
    public static byte[] Frame(GuestMessage message)
    {
        byte[] payload = message.ToByteArray();
        byte[] frame = new byte[2 + payload.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)payload.Length);
        payload.CopyTo(frame, 2);
        return frame;
    }
}
