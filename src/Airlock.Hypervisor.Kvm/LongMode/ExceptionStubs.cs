namespace Airlock.Hypervisor.Kvm.LongMode;

/// <summary>
/// The exception page: for each vector <c>mov al, vector; out ExceptionPort, al; hlt</c>. The OUT hands the exception to
/// the VMM, which finds the processor's frame on the exception stack and never resumes the guest.
/// </summary>
internal static class ExceptionStubs
{
    private const ulong Stride = 8;
    private const byte MovAlImm8 = 0xb0;
    private const byte OutImm8Al = 0xe6;
    private const byte Hlt = 0xf4;

    public static ulong AddressOf(int vector) => VmmArea.ExceptionPage + (ulong)vector * Stride;

    public static void Write(BootArea area)
    {
        for (int vector = 0; vector < VmmArea.IdtGates; vector++)
        {
            ReadOnlySpan<byte> stub = [MovAlImm8, (byte)vector, OutImm8Al, VmmArea.ExceptionPort, Hlt];
            stub.CopyTo(area.At(AddressOf(vector), stub.Length));
        }
    }
}
