namespace Airlock.Guest.Formats;

/// <summary>What lies somewhere in a virtual disk.</summary>
public enum ExtentKind
{
    /// <summary>Nothing was ever written: it reads as zeroes.</summary>
    Hole,

    /// <summary>The image says that it reads as zeroes.</summary>
    Zero,

    /// <summary>Bytes of the file, as they are.</summary>
    Data,

    /// <summary>Bytes of the file that have to be decompressed.</summary>
    Compressed,
}
