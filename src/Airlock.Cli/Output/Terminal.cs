using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Cli.Output;

/// <summary>What stands behind a standard stream, if it is a terminal. See ioctl_tty(2).</summary>
internal static class Terminal
{
    /// <summary>Columns where nothing else is known, and for files and pipes.</summary>
    public const int DefaultWidth = 80;

    private const nuint TIOCGWINSZ = 0x5413;

    public static bool Is(int descriptor) => TryGetSize(descriptor, out _);

    /// <summary>At least one; some terminals don't know how wide they are, and say 0.</summary>
    public static int WidthOf(int descriptor) =>
        TryGetSize(descriptor, out WindowSize size) && size.ws_col > 0 ? size.ws_col : DefaultWidth;

    public static int HeightOf(int descriptor) => TryGetSize(descriptor, out WindowSize size) && size.ws_row > 0 ? size.ws_row : 24;

    private static bool TryGetSize(int descriptor, out WindowSize size)
    {
        using var handle = new SafeFileHandle(descriptor, ownsHandle: false);
        size = default;
        return LibC.ioctl(handle, TIOCGWINSZ, ref size) == 0;
    }

    /// <summary>struct winsize.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        internal ushort ws_row;
        internal ushort ws_col;
        internal ushort ws_xpixel;
        internal ushort ws_ypixel;
    }
}
