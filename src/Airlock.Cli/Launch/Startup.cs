using System.Runtime.InteropServices;

namespace Airlock.Cli.Launch;

/// <summary>What launch.c knows of this program's start.</summary>
internal static partial class Startup
{
    /// <summary>Tells it that errors get their sentences from here on, and none from it.</summary>
    [LibraryImport("launch", EntryPoint = "airlock_main_has_begun")]
    public static partial void MainHasBegun();

    /// <summary>The bytes of an argument, as the kernel has handed them over.</summary>
    /// <param name="index">The program's name is 0.</param>
    public static byte[] ArgumentBytes(int index)
    {
        byte[] bytes = new byte[CopyArgument(index, [], 0)];
        CopyArgument(index, bytes, (nuint)bytes.Length);
        return bytes;
    }

    [LibraryImport("launch", EntryPoint = "airlock_argument")]
    private static partial nuint CopyArgument(int index, Span<byte> bytes, nuint size);
}
