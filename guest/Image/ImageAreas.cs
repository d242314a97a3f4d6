using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;
using Airlock.Image.Contents;

namespace Airlock.Image;

/// <summary>How the RAM behind the queues is used.</summary>
internal struct ImageAreas
{
    /// <summary>Level, payload and lengths, around a message in its frame.</summary>
    private const ulong FrameOverhead = 16;

    /// <summary>Of the image.</summary>
    public InputAreas Input { get; private set; }

    /// <summary>Room for the frame that says it.</summary>
    public RamArea Frame { get; private set; }

    /// <summary>Tables of the decoders.</summary>
    public RamArea Workspace { get; private set; }

    /// <summary>What is on its way from device to device.</summary>
    public RamArea Buffers { get; private set; }

    /// <summary>Divides it; false if there is too little.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static bool TryDivide<TPlatform>(ulong ramBytes, out ImageAreas areas)
        where TPlatform : struct, IPlatform
    {
        var ram = new RamAreas(ramBytes);
        bool isEnough = InputAreas.TryTake<TPlatform>(ref ram, out InputAreas input);
        isEnough &= ram.TryTake(InfoResultMessage.MaxEncodedLength + FrameOverhead, out RamArea frame);
        isEnough &= ram.TryTake(BlockDecoder<TPlatform>.WorkspaceLength, out RamArea workspace);
        areas = new ImageAreas
        {
            Input = input,
            Frame = frame,
            Workspace = workspace,
            Buffers = ram.TakeRest(),
        };
        return isEnough;
    }
}
