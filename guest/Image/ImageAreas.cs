using System.Runtime.CompilerServices;
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

    /// <summary>Enough for 2 TiB of blocks of 1 MiB, and for 128 GiB of the 64 KiB that are usual in a VMDK.</summary>
    private const ulong MarksLength = 256 << 10;

    /// <summary>The windows of the image's tables.</summary>
    public RamArea Cache { get; private set; }

    /// <summary>What the image is.</summary>
    public RamArea Info { get; private set; }

    /// <summary>A bit for each of the image's blocks that was met.</summary>
    public RamArea Marks { get; private set; }

    /// <summary>Room for the frame that says it.</summary>
    public RamArea Frame { get; private set; }

    /// <summary>Tables of the decoders.</summary>
    public RamArea Workspace { get; private set; }

    /// <summary>Compressed data.</summary>
    public RamArea Stored { get; private set; }

    /// <summary>What is on its way from device to device.</summary>
    public RamArea Buffers { get; private set; }

    /// <summary>Divides it; false if there is too little.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static bool TryDivide<TPlatform>(ulong ramBytes, out ImageAreas areas)
        where TPlatform : struct, IPlatform
    {
        var ram = new RamAreas(ramBytes);
        bool isEnough = ram.TryTake(DiskReader<TPlatform>.CacheLength, out RamArea cache);
        isEnough &= ram.TryTake((ulong)Unsafe.SizeOf<InfoResultMessage>(), out RamArea info);
        isEnough &= ram.TryTake(MarksLength, out RamArea marks);
        isEnough &= ram.TryTake(InfoResultMessage.MaxEncodedLength + FrameOverhead, out RamArea frame);
        isEnough &= ram.TryTake(BlockDecoder<TPlatform>.WorkspaceLength, out RamArea workspace);
        isEnough &= ram.TryTake(StoredInput<TPlatform>.AreaLength, out RamArea stored);
        areas = new ImageAreas
        {
            Cache = cache,
            Info = info,
            Marks = marks,
            Frame = frame,
            Workspace = workspace,
            Stored = stored,
            Buffers = ram.TakeRest(),
        };
        return isEnough;
    }
}
