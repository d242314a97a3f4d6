using System.Runtime.CompilerServices;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;
using Airlock.Image.Contents;

namespace Airlock.Image;

/// <summary>The RAM that reading one image takes.</summary>
internal struct InputAreas
{
    /// <summary>Enough for 2 TiB of blocks of 1 MiB, and for 128 GiB of the 64 KiB that are usual in a VMDK.</summary>
    private const ulong MarksLength = 256 << 10;

    /// <summary>The windows of the image's tables.</summary>
    public RamArea Cache { get; private set; }

    /// <summary>What the image is.</summary>
    public RamArea Info { get; private set; }

    /// <summary>A bit for each of the image's blocks that was met.</summary>
    public RamArea Marks { get; private set; }

    /// <summary>Compressed data.</summary>
    public RamArea Stored { get; private set; }

    /// <summary>Takes it; false if there is too little.</summary>
    /// <typeparam name="TPlatform">The machine below.</typeparam>
    public static bool TryTake<TPlatform>(ref RamAreas ram, out InputAreas areas)
        where TPlatform : struct, IPlatform
    {
        bool isEnough = ram.TryTake(DiskReader<TPlatform>.CacheLength, out RamArea cache);
        isEnough &= ram.TryTake((ulong)Unsafe.SizeOf<InfoResultMessage>(), out RamArea info);
        isEnough &= ram.TryTake(MarksLength, out RamArea marks);
        isEnough &= ram.TryTake(StoredInput<TPlatform>.AreaLength, out RamArea stored);
        areas = new InputAreas { Cache = cache, Info = info, Marks = marks, Stored = stored };
        return isEnough;
    }
}
