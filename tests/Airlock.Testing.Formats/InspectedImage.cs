using System;
using System.Collections.Generic;
using System.Text;
using Airlock.Guest.Formats;
using Airlock.Guest.Messages;

namespace Airlock.Testing.Formats;

/// <summary>An image, inspected and walked as the guest does it, and held to what holds of any image.</summary>
public sealed class InspectedImage
{
    private const int MaxExtents = 1 << 17;

    private readonly byte[] _file;
    private InfoResultMessage _info;
    private ImageMap _map;
    private Refusal _mapRefusal;

    private InspectedImage(byte[] file)
    {
        _file = file;
    }

    /// <summary>How the inspection ended.</summary>
    public FormatStatus Status { get; private set; }

    /// <summary>How the file was used.</summary>
    public SourceUse Use { get; } = new();

    /// <summary>The answer.</summary>
    public ref readonly InfoResultMessage Info => ref _info;

    /// <summary>The format's name.</summary>
    public string Format => Text(_info.Format.Bytes);

    /// <summary>Why a conversion is refused, by the header or the mapping; RefusalNone if it isn't.</summary>
    public RefusalClass Reason => Refusal.Reason;

    /// <summary>The field that it is refused for.</summary>
    public string Field => Text(Refusal.Field.Bytes);

    /// <summary>The refusal, of the header or of the mapping.</summary>
    public Refusal Refusal => _info.HasConvertible ? _info.Convertible : _mapRefusal;

    /// <summary>Inspects an image.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="failingRead">Which read fails; none by default.</param>
    public static InspectedImage Of(byte[] file, InspectionOptions options = default, int failingRead = -1)
    {
        var image = new InspectedImage(file);
        image.Use.FailingRead = failingRead;
        var source = new MemorySource(file, image.Use);
        image.Status = ImageInspector.Inspect(ref source, options, ref image._info, ref image._map);
        Check(
            image._map.IsOpen == (image.Status == FormatStatus.Answered && !image._info.HasConvertible),
            "The map is open without leave.");
        Check(image.Status != FormatStatus.Refused || image._info.HasConvertible, "A refusal has no reason.");
        Check(
            !image._info.HasConvertible || image._info.Convertible.Reason != RefusalClass.RefusalNone,
            "A refusal has no class.");
        byte[] frame = new byte[InfoResultMessage.MaxEncodedLength + 64];
        Check(Frame.TryEncode(Level.Info, in image._info, frame, out _), "The message can't be sent.");
        return image;
    }

    /// <summary>Finds what lies at an offset.</summary>
    public FormatStatus Find(ulong offset, out Extent extent)
    {
        var source = new MemorySource(_file, Use);
        FormatStatus status = _map.TryFind(ref source, offset, out extent, ref _mapRefusal);
        if (status == FormatStatus.Answered)
        {
            CheckExtent(offset, extent);
        }

        Check(
            status != FormatStatus.Refused || _mapRefusal.Reason != RefusalClass.RefusalNone,
            "A refusal has no class.");
        return status;
    }

    /// <summary>All extents from the start on, up to the first that is refused.</summary>
    public List<Extent> Walk()
    {
        var extents = new List<Extent>();
        ulong offset = 0;
        while (_map.IsOpen && offset < _info.VirtualSize && extents.Count < MaxExtents
            && Find(offset, out Extent extent) == FormatStatus.Answered)
        {
            extents.Add(extent);
            offset = extent.Start + extent.Length;
        }

        return extents;
    }

    private void CheckExtent(ulong offset, in Extent extent)
    {
        ulong length = (ulong)_file.Length;
        Check(extent.Start <= offset && extent.Length > offset - extent.Start, "An extent doesn't hold its offset.");
        Check(extent.Length <= _info.VirtualSize - extent.Start, "An extent passes the disk's end.");
        Check(extent.Kind == ExtentKind.Compressed || extent.Start == offset, "An extent begins early.");
        ulong stored = extent.Kind switch
        {
            ExtentKind.Data => extent.Length,
            ExtentKind.Compressed => extent.StoredLength,
            _ => 0,
        };
        Check(extent.FileOffset <= length && stored <= length - extent.FileOffset, "An extent isn't in the file.");
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
