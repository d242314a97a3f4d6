using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>Says what an image is, and prepares reading it.</summary>
public static class ImageInspector
{
    /// <summary>
    /// Finds out the format, or takes the stated one, checks the header, and fills in the message.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What the caller wants.</param>
    /// <param name="info">The answer; its <c>Convertible</c> is why a conversion would be refused, if it would.</param>
    /// <param name="map">Where the virtual disk lies; open if there is nothing against a conversion.</param>
    /// <returns>
    /// Answered: <paramref name="info"/> can be sent. Refused: not even the header can be read, or the format isn't
    /// known, and <c>info.Convertible</c> is the reason.
    /// </returns>
    public static FormatStatus Inspect<TSource>(
        ref TSource source, in InspectionOptions options, ref InfoResultMessage info, ref ImageMap map)
        where TSource : struct, IByteSource
    {
        info = default;
        map.Close();
        info.ActualSize = source.Length;
        if (!Detector.TryDetect(ref source, out Detected detected))
        {
            return FormatStatus.ReadFailed;
        }

        var inspection = new Inspection<TSource>(ref source, options, ref info);
        ImageFormat format = options.StatedFormat != ImageFormat.Unknown ? options.StatedFormat : detected.Only;
        if (format == ImageFormat.Unknown && options.AcceptsUnknownAsRaw && !detected.IsAmbiguous)
        {
            format = ImageFormat.Raw;
        }

        info.Format.TrySet(ImageFormatNames.Of(format));
        ReportOthers(format, detected, ref info);
        if (format == ImageFormat.Unknown)
        {
            return RefuseUnknown(inspection, detected);
        }

        map.Prepare(format, source.Length);
        FormatStatus status = Inspect(inspection, format, detected, ref map);
        if (status != FormatStatus.Answered || info.HasConvertible)
        {
            map.Close();
        }

        return status;
    }

    private static FormatStatus Inspect<TSource>(
        Inspection<TSource> inspection, ImageFormat format, in Detected detected, ref ImageMap map)
        where TSource : struct, IByteSource
    {
        switch (format)
        {
            case ImageFormat.Raw or ImageFormat.Iso:
                return RawFormat.Inspect(inspection, detected);
            case ImageFormat.Qcow2:
                return Qcow2Format.Inspect(inspection, ref map.Qcow2);
            case ImageFormat.Vmdk:
                return VmdkFormat.Inspect(inspection, detected, ref map.Vmdk);
            case ImageFormat.Vhd:
                return VhdFormat.Inspect(inspection, ref map);
            case ImageFormat.Vhdx:
                return VhdxFormat.Inspect(inspection, ref map.Vhdx);
            case ImageFormat.Vdi:
                return VdiFormat.Inspect(inspection, ref map.Vdi);
            default:
                return OtherFormats.Inspect(inspection, format);
        }
    }

    /// <summary>All that the contents match and that the image isn't taken for.</summary>
    private static void ReportOthers(ImageFormat format, in Detected detected, ref InfoResultMessage info)
    {
        FormatSet others = detected.Formats;
        others.Remove(format);
        for (; !others.IsEmpty; others.Remove(others.First))
        {
            info.AlsoLooksLike.TryAdd(ImageFormatNames.Of(others.First));
        }

        bool isPlain = format is ImageFormat.Raw or ImageFormat.Iso;
        if (detected.HasGpt && !isPlain)
        {
            info.AlsoLooksLike.TryAdd("gpt"u8);
        }
        else if (detected.HasBootSignature && !isPlain)
        {
            info.AlsoLooksLike.TryAdd("mbr"u8);
        }
    }

    private static FormatStatus RefuseUnknown<TSource>(Inspection<TSource> inspection, in Detected detected)
        where TSource : struct, IByteSource
    {
        if (!detected.IsAmbiguous)
        {
            return inspection.Stop(RefusalClass.RefusalUnknown, "magic"u8, 0, 0, 0);
        }

        inspection.Refuse(RefusalClass.RefusalAmbiguous, "magic"u8, 0, 0, 0);
        return FormatStatus.Answered;
    }
}
