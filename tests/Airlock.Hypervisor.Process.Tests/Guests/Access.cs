namespace Airlock.Hypervisor.Process.Tests.Guests;

/// <summary>One exit of a port or a device, as a test looks at it.</summary>
/// <param name="Data">What was written, as bytes in hexadecimal; empty for a read.</param>
internal readonly record struct Access(GuestExitKind Kind, ulong Address, int Width, bool IsWrite, string Data)
{
    public static Access Written(GuestExitKind kind, ulong address, int width, params byte[] data) =>
        new(kind, address, width, true, Convert.ToHexString(data));

    public static Access Read(GuestExitKind kind, ulong address, int width) => new(kind, address, width, false, string.Empty);

    public static Access Of(in GuestExit exit) => new(
        exit.Kind, exit.Address, exit.Width, exit.IsWrite, exit.IsWrite ? Convert.ToHexString(exit.Data) : string.Empty);
}
