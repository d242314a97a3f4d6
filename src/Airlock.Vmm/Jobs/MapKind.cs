namespace Airlock.Vmm.Jobs;

/// <summary>What lies in a part of a virtual disk.</summary>
public enum MapKind
{
    /// <summary>Nothing was ever written: it reads as zeroes.</summary>
    Hole,

    /// <summary>The image, or a hole of its file, says that it reads as zeroes.</summary>
    Zero,

    /// <summary>Bytes of the image's file, as they are.</summary>
    Data,

    /// <summary>Bytes of the image's file that have to be decompressed.</summary>
    Compressed,
}
