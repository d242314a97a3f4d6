namespace Airlock.Guest.Programs;

/// <summary>
/// Why a program can't start, beyond what the drivers report. The numbers travel as the <c>status</c> of an
/// ErrorMessage and share a number space with <see cref="Airlock.Guest.Virtio.DriverError"/>.
/// </summary>
public enum ProgramError : uint
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Config: there is no complete frame in the page, or it doesn't decode as a VmmConfig.</summary>
    ConfigurationMalformed = 0x200,

    /// <summary>Config: a sector size other than 512.</summary>
    SectorSizeUnsupported = 0x201,

    /// <summary>Config: a device in RAM, beyond 4 GiB, not at a multiple of 4, or where another one lies.</summary>
    DeviceAddressInvalid = 0x202,

    /// <summary>Config: RAM ends before the DMA area begins, or beyond where RAM may end.</summary>
    RamSizeInvalid = 0x203,

    /// <summary>Config: a message mode that this guest doesn't know.</summary>
    MessageModeUnknown = 0x204,

    /// <summary>Config: a transport whose device isn't named, or a ring that isn't one or lies in the way.</summary>
    TransportInvalid = 0x205,

    /// <summary>Config: an operation that this guest doesn't know.</summary>
    OperationUnknown = 0x207,

    /// <summary>Config: a range that doesn't begin with a sector, or goes beyond the disk.</summary>
    RangeInvalid = 0x208,

    /// <summary>Config: a format of the output that this guest doesn't know.</summary>
    TargetUnknown = 0x209,

    /// <summary>Config: a format of the input that this guest doesn't know.</summary>
    SourceUnknown = 0x20a,

    /// <summary>Capacity: the output has fewer sectors than there are to write.</summary>
    OutputTooSmall = 0x210,

    /// <summary>Features: the output is read-only.</summary>
    OutputReadOnly = 0x211,

    /// <summary>Capacity: the file is said to be longer than its device.</summary>
    LengthInvalid = 0x213,

    /// <summary>Config: what has to be held doesn't fit into RAM.</summary>
    RamTooSmall = 0x214,
}
