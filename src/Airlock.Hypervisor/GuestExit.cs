namespace Airlock.Hypervisor;

/// <summary>Why <see cref="IVirtualCpu.Run"/> returned, and what the guest wants.</summary>
/// <remarks>What is written into <see cref="Data"/> of a read is what the guest reads.</remarks>
public readonly ref struct GuestExit
{
    private GuestExit(GuestExitKind kind) => Kind = kind;

    /// <summary>The reason; it says which of the others have a meaning.</summary>
    public GuestExitKind Kind { get; private init; }

    /// <summary>The port, or the guest-physical address.</summary>
    public ulong Address { get; private init; }

    /// <summary>Bytes of one access: 1, 2 or 4 of a port; of a device 1 to 8, never across a page.</summary>
    public int Width { get; private init; }

    /// <summary>Whether the guest writes.</summary>
    public bool IsWrite { get; private init; }

    /// <summary>Of a port, whether the bytes were collected without an exit of their own.</summary>
    public bool IsCollected { get; private init; }

    /// <summary>What is written, or room for what is read: one access, or several of a port one after the other.</summary>
    public Span<byte> Data { get; private init; }

    /// <summary>Of <see cref="GuestExitKind.Exception"/>, what the processor said.</summary>
    public ExceptionReport Exception { get; private init; }

    /// <summary>Of <see cref="GuestExitKind.Failed"/>, what happened, as a clause such as "a triple fault ended it".</summary>
    public string? Failure { get; private init; }

    /// <summary>One or several accesses to a port.</summary>
    /// <param name="port">Its number.</param>
    /// <param name="width">Bytes of one access.</param>
    /// <param name="isWrite">The direction.</param>
    /// <param name="data">All accesses, one after the other.</param>
    public static GuestExit OfPort(ushort port, int width, bool isWrite, Span<byte> data) =>
        new(GuestExitKind.Port) { Address = port, Width = width, IsWrite = isWrite, Data = data };

    /// <summary>Bytes that were written to a port some time before.</summary>
    /// <param name="port">Its number.</param>
    /// <param name="data">The bytes, in order.</param>
    public static GuestExit OfCollected(ushort port, Span<byte> data) =>
        new(GuestExitKind.Port) { Address = port, Width = 1, IsWrite = true, IsCollected = true, Data = data };

    /// <summary>One access to an address outside RAM.</summary>
    /// <param name="address">Guest-physical.</param>
    /// <param name="isWrite">The direction.</param>
    /// <param name="data">As long as the access is wide.</param>
    public static GuestExit OfDevice(ulong address, bool isWrite, Span<byte> data) =>
        new(GuestExitKind.Device) { Address = address, Width = data.Length, IsWrite = isWrite, Data = data };

    /// <summary>HLT.</summary>
    public static GuestExit Halted() => new(GuestExitKind.Halted);

    /// <summary>An exit that was asked for.</summary>
    public static GuestExit Interrupted() => new(GuestExitKind.Interrupted);

    /// <summary>An exception.</summary>
    /// <param name="exception">What the processor said.</param>
    public static GuestExit OfException(ExceptionReport exception) =>
        new(GuestExitKind.Exception) { Exception = exception };

    /// <summary>An end that is no exception.</summary>
    /// <param name="failure">What happened, as a clause.</param>
    public static GuestExit Failed(string failure) => new(GuestExitKind.Failed) { Failure = failure };
}
