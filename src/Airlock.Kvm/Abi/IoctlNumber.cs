namespace Airlock.Kvm.Abi;

/// <summary>An ioctl number is made of direction, argument size, type and number. See asm-generic/ioctl.h.</summary>
internal static class IoctlNumber
{
    private const int TypeShift = 8;
    private const int SizeShift = 16;
    private const int DirectionShift = 30;
    private const uint Write = 1;
    private const uint Read = 2;

    /// <summary>_IO: no argument, or a number.</summary>
    internal static nuint IO(byte type, byte number) => Make(0, type, number, 0);

    /// <summary>_IOR: the kernel writes a T, the program reads it.</summary>
    internal static unsafe nuint IOR<T>(byte type, byte number)
        where T : unmanaged => Make(Read, type, number, (uint)sizeof(T));

    /// <summary>_IOW: the program writes a T, the kernel reads it.</summary>
    internal static unsafe nuint IOW<T>(byte type, byte number)
        where T : unmanaged => Make(Write, type, number, (uint)sizeof(T));

    /// <summary>_IOWR: both ways.</summary>
    internal static unsafe nuint IOWR<T>(byte type, byte number)
        where T : unmanaged => Make(Read | Write, type, number, (uint)sizeof(T));

    private static nuint Make(uint direction, byte type, byte number, uint size) =>
        (direction << DirectionShift) | (size << SizeShift) | ((uint)type << TypeShift) | number;
}
