using Airlock.Abi.Images;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Charges a conversion for what it reads and writes, so that a small image can't keep a machine busy or fill a disk.
/// Honest images stay far below its limits.
/// </summary>
public struct WorkAccount
{
    private const ulong AlwaysRead = 1UL << 20;
    private const ulong ReadPerFileByte = 4;
    private const ulong ReadPerWrittenByte = 2;
    private const ulong ReadPerBlock = 32;

    private readonly ulong _maxWritten;
    private ulong _readAllowed;
    private ulong _read;
    private ulong _written;

    /// <param name="fileLength">Bytes of the image.</param>
    /// <param name="maxAmplification">Bytes of data written for a byte of the image at most; 0: the default.</param>
    public WorkAccount(ulong fileLength, ulong maxAmplification)
    {
        _maxWritten = DataLimit.Of(fileLength, maxAmplification);
        _readAllowed = Plus(Times(fileLength, ReadPerFileByte), AlwaysRead);
    }

    /// <summary>Blocks of the virtual disk were looked up: each entitles to some reading of tables.</summary>
    public void AddBlocks(ulong count) => _readAllowed = Plus(_readAllowed, Times(count, ReadPerBlock));

    /// <summary>Bytes of the image are read; false, with the reason, if they are too many.</summary>
    public bool TryRead(ulong bytes, ImageFormat format, ref Refusal refusal)
    {
        _read = Plus(_read, bytes);
        return _read <= _readAllowed || Refuse(format, _read, _readAllowed, ref refusal);
    }

    /// <summary>
    /// Bytes of data, which aren't all zero, are written; false, with the reason, if they are too many.
    /// </summary>
    public bool TryWrite(ulong bytes, ImageFormat format, ref Refusal refusal)
    {
        _written = Plus(_written, bytes);
        _readAllowed = Plus(_readAllowed, Times(bytes, ReadPerWrittenByte));
        return _written <= _maxWritten || Refuse(format, _written, _maxWritten, ref refusal);
    }

    private static bool Refuse(ImageFormat format, ulong value, ulong limit, ref Refusal refusal)
    {
        refusal.Set(
            RefusalClass.RefusalTooLarge,
            ImageFormatNames.Of(format),
            "amplification"u8,
            new FieldValue(value, limit, 0));
        return false;
    }

    /// <summary>The sum, or as much as there can be.</summary>
    private static ulong Plus(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    /// <summary>The product, or as much as there can be.</summary>
    private static ulong Times(ulong left, ulong right) =>
        left > ulong.MaxValue / right ? ulong.MaxValue : left * right;
}
