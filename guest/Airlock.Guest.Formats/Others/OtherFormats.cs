using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>Formats that are recognized, and not read.</summary>
internal static class OtherFormats
{
    /// <summary>Says so.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, ImageFormat format)
        where TSource : struct, IByteSource
    {
        inspection.Refuse(RefusalClass.RefusalUnsupported, "format"u8, 0, 0, 0);
        inspection.Explain(
            RefusalClass.RefusalUnsupported,
            format == ImageFormat.Packed ? "this is a compressed or packed file, unpack it first"u8 : default);
        return FormatStatus.Answered;
    }
}
