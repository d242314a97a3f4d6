using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;
using Airlock.Image.Contents;

namespace Airlock.Image;

/// <summary>The virtual disk of an image, with the reason why it can't be read on, if there is one.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct ImageDisk<TPlatform> : IVirtualDisk<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>Where it lies; the inspection fills it in.</summary>
    public ImageMap Map;

    /// <summary>Why it is refused.</summary>
    public Refusal Refusal;

    private BlockDecoder<TPlatform> _decoder;
    private WorkAccount _work;
    private ulong _charged;

    /// <summary>A disk that nothing is known of, whose compressed blocks are decoded by those means.</summary>
    public ImageDisk(BlockDecoder<TPlatform> decoder)
    {
        _decoder = decoder;
    }

    /// <summary>Says what the conversion of so many blocks may cost.</summary>
    public void OpenAccount(ulong fileLength, ulong maxAmplification, ulong blocks)
    {
        _work = new WorkAccount(fileLength, maxAmplification);
        _work.AddBlocks(blocks + 1);
        _charged = 0;
    }

    /// <inheritdoc/>
    public bool TryChargeReads(ulong total)
    {
        ulong all = total + _decoder.BytesRead;
        ulong bytes = all - _charged;
        _charged = all;
        return _work.TryRead(bytes, Map.Format, ref Refusal);
    }

    /// <inheritdoc/>
    public bool TryChargeWrite(ulong bytes) => _work.TryWrite(bytes, Map.Format, ref Refusal);

    /// <inheritdoc/>
    public FormatStatus Find(ref ImageSource<TPlatform> source, ulong offset, out Extent extent)
    {
        FormatStatus status = Map.TryFind(ref source, offset, out extent, ref Refusal);
        if (status == FormatStatus.Answered && extent.Kind == ExtentKind.Data)
        {
            KeepHoles(ref source, ref extent);
        }

        return status;
    }

    /// <summary>Data that lie in a hole of the image's file are zeroes, without being read.</summary>
    private static void KeepHoles(ref ImageSource<TPlatform> source, ref Extent extent)
    {
        bool isHole = source.Disk.IsHole(extent.FileOffset, out ulong end);
        ulong length = end - extent.FileOffset;
        extent.Length = length < extent.Length ? length : extent.Length;
        extent.Kind = isHole ? ExtentKind.Zero : ExtentKind.Data;
    }

    /// <inheritdoc/>
    public FormatStatus Decode(ref ImageSource<TPlatform> source, in Extent extent, RamArea block)
    {
        FormatStatus status = _decoder.Decode(ref source, extent, block);
        if (status == FormatStatus.Refused)
        {
            Refusal.Set(
                RefusalClass.RefusalCompressed,
                ImageFormatNames.Of(Map.Format),
                "compressed cluster"u8,
                new FieldValue(extent.Start, extent.BlockLength, extent.FileOffset));
        }

        return status;
    }
}
