namespace Airlock.Kvm.Tests.Guests;

/// <summary>16-bit machine code for tests.</summary>
internal static class GuestCode
{
    /// <summary>mov al, 'A'; out 0x10, al; hlt.</summary>
    internal static ReadOnlySpan<byte> OutThenHalt => [0xb0, 0x41, 0xe6, 0x10, 0xf4];

    /// <summary>in al, 0x10; out 0x11, al; hlt.</summary>
    internal static ReadOnlySpan<byte> Echo => [0xe4, 0x10, 0xe6, 0x11, 0xf4];

    /// <summary>mov dx, 0x10; mov cx, 16; mov di, 0x3000; rep insb; hlt.</summary>
    internal static ReadOnlySpan<byte> StringIn =>
        [0xba, 0x10, 0x00, 0xb9, 0x10, 0x00, 0xbf, 0x00, 0x30, 0xf3, 0x6c, 0xf4];

    /// <summary>mov eax, [0]; mov [4], eax; hlt; with DS outside memory.</summary>
    internal static ReadOnlySpan<byte> MmioEcho => [0x66, 0xa1, 0x00, 0x00, 0x66, 0xa3, 0x04, 0x00, 0xf4];

    /// <summary>out 0x20, al; mov ax, 7; mov [0], ax; mov ax, 8; mov [0], ax; hlt.</summary>
    internal static ReadOnlySpan<byte> Notify =>
        [0xe6, 0x20, 0xb8, 0x07, 0x00, 0xa3, 0x00, 0x00, 0xb8, 0x08, 0x00, 0xa3, 0x00, 0x00, 0xf4];

    /// <summary>mov cx, 500; again: mov al, cl; out 0x30, al; loop again; hlt.</summary>
    internal static ReadOnlySpan<byte> Out500 => [0xb9, 0xf4, 0x01, 0x88, 0xc8, 0xe6, 0x30, 0xe2, 0xfa, 0xf4];

    /// <summary>mov cx, 500; again: mov [0], cx; loop again; hlt.</summary>
    internal static ReadOnlySpan<byte> Mmio500 => [0xb9, 0xf4, 0x01, 0x89, 0x0e, 0x00, 0x00, 0xe2, 0xfa, 0xf4];

    /// <summary>Where <see cref="CountForever"/> counts.</summary>
    internal const ulong Counter = 0x3000;

    /// <summary>again: inc word cs:[0x3000]; jmp again.</summary>
    internal static ReadOnlySpan<byte> CountForever => [0x2e, 0xff, 0x06, 0x00, 0x30, 0xeb, 0xf9];

    /// <summary>jmp to itself.</summary>
    internal static ReadOnlySpan<byte> Forever => [0xeb, 0xfe];

    /// <summary>again: out 0x10, al; jmp again.</summary>
    internal static ReadOnlySpan<byte> OutForever => [0xe6, 0x10, 0xeb, 0xfc];

    /// <summary>mov ecx, turns; again: dec ecx; jnz again; hlt.</summary>
    internal static byte[] CountThenHalt(uint turns = 200_000) =>
        [0x66, 0xb9, .. BitConverter.GetBytes(turns), 0x66, 0x49, 0x75, 0xfc, 0xf4];

    /// <summary>mov eax, 1; cpuid; mov eax, ecx; out 0x10, eax; hlt.</summary>
    internal static ReadOnlySpan<byte> ShowFeatures =>
        [0x66, 0xb8, 0x01, 0x00, 0x00, 0x00, 0x0f, 0xa2, 0x66, 0x89, 0xc8, 0x66, 0xe7, 0x10, 0xf4];
}
