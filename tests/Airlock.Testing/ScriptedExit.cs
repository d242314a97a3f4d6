using Airlock.Hypervisor;

namespace Airlock.Testing;

/// <summary>What a scripted guest does next. The data of a read is there once the guest goes on.</summary>
public sealed record ScriptedExit
{
    private ScriptedExit(GuestExitKind kind) => Kind = kind;

    public GuestExitKind Kind { get; }

    /// <summary>The guest runs until an exit is requested; one whose script has ended does so as well.</summary>
    public static ScriptedExit RunForEver { get; } = new(GuestExitKind.Interrupted);

    public static ScriptedExit Halt { get; } = new(GuestExitKind.Halted);

    public ulong Address { get; private init; }

    /// <summary>Bytes of one access.</summary>
    public int Width { get; private init; }

    public bool IsWrite { get; private init; }

    /// <summary>Whether it is no exit of its own, but told with the next one.</summary>
    public bool IsCollected { get; private init; }

    /// <summary>All bytes of all accesses.</summary>
    public byte[] Data { get; private init; } = [];

    public ExceptionReport Exception { get; private init; }

    public string? Failure { get; private init; }

    /// <summary>Single bytes to a port.</summary>
    public static ScriptedExit Out(ushort port, params byte[] data) =>
        new(GuestExitKind.Port) { Address = port, Width = 1, IsWrite = true, Data = data };

    /// <summary>Values of some width to or from a port.</summary>
    public static ScriptedExit Port(ushort port, int width, bool isWrite, params byte[] data) =>
        new(GuestExitKind.Port) { Address = port, Width = width, IsWrite = isWrite, Data = data };

    /// <summary>Single bytes to a port, which are told with the next exit.</summary>
    public static ScriptedExit Collected(ushort port, params byte[] data) =>
        Out(port, data) with { IsCollected = true };

    public static ScriptedExit Write(ulong address, params byte[] data) =>
        new(GuestExitKind.Device) { Address = address, Width = data.Length, IsWrite = true, Data = data };

    public static ScriptedExit Write32(ulong address, uint value) => Write(address, BitConverter.GetBytes(value));

    public static ScriptedExit Read(ulong address, int width) =>
        new(GuestExitKind.Device) { Address = address, Width = width, Data = new byte[width] };

    public static ScriptedExit Raise(ExceptionReport exception) =>
        new(GuestExitKind.Exception) { Exception = exception };

    public static ScriptedExit Fail(string failure) => new(GuestExitKind.Failed) { Failure = failure };

    internal GuestExit ToExit() => Kind switch
    {
        GuestExitKind.Port when IsCollected => GuestExit.OfCollected((ushort)Address, Data),
        GuestExitKind.Port => GuestExit.OfPort((ushort)Address, Width, IsWrite, Data),
        GuestExitKind.Device => GuestExit.OfDevice(Address, IsWrite, Data),
        GuestExitKind.Exception => GuestExit.OfException(Exception),
        GuestExitKind.Failed => GuestExit.Failed(Failure!),
        GuestExitKind.Halted => GuestExit.Halted(),
        _ => GuestExit.Interrupted(),
    };
}
