namespace Airlock.Protocol;

/// <summary>The classes of refusals as people and scripts get to see them: OUT_OF_FILE.</summary>
public static class RefusalNames
{
    /// <summary>
    /// The name, which is the one in guest.proto without its prefix; empty for a class of a newer guest.
    /// </summary>
    public static string Of(RefusalClass reason)
    {
        return reason switch
        {
            RefusalClass.RefusalNone => "NONE",
            RefusalClass.RefusalHeader => "HEADER",
            RefusalClass.RefusalUnsupported => "UNSUPPORTED",
            RefusalClass.RefusalExternal => "EXTERNAL",
            RefusalClass.RefusalMultiFile => "MULTI_FILE",
            RefusalClass.RefusalEncrypted => "ENCRYPTED",
            RefusalClass.RefusalTooLarge => "TOO_LARGE",
            RefusalClass.RefusalOutOfFile => "OUT_OF_FILE",
            RefusalClass.RefusalMisaligned => "MISALIGNED",
            RefusalClass.RefusalOverlap => "OVERLAP",
            RefusalClass.RefusalChecksum => "CHECKSUM",
            RefusalClass.RefusalCompressed => "COMPRESSED",
            RefusalClass.RefusalCorrupt => "CORRUPT",
            RefusalClass.RefusalNeedsReplay => "NEEDS_REPLAY",
            RefusalClass.RefusalAmbiguous => "AMBIGUOUS",
            RefusalClass.RefusalUnknown => "UNKNOWN",
            _ => string.Empty,
        };
    }
}
