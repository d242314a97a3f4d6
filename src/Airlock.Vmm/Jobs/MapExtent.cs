using Airlock.Protocol;

namespace Airlock.Vmm.Jobs;

/// <summary>A part of a virtual disk of which all is of one kind and, as data, lies in one piece.</summary>
/// <param name="Start">Its first byte in the virtual disk.</param>
/// <param name="Length">Bytes; not zero.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FileOffset">Where data begin in the image's file, in bytes; null of any other kind.</param>
public readonly record struct MapExtent(ulong Start, ulong Length, MapKind Kind, ulong? FileOffset)
{
    /// <summary>The part that a message names, of those that MessageOrder has nothing against.</summary>
    public static MapExtent Of(MapExtentMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        MapKind kind = message.State switch
        {
            "hole" => MapKind.Hole,
            "zero" => MapKind.Zero,
            _ => message.Compressed ? MapKind.Compressed : MapKind.Data,
        };
        return new MapExtent(message.Start, message.Length, kind, kind == MapKind.Data ? message.FileOffset : null);
    }
}
