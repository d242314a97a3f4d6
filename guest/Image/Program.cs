using System.Runtime.InteropServices;
using Airlock.Guest.Platform;

namespace Airlock.Image;

/// <summary>Where the start-up code goes on: the image program on bare metal.</summary>
internal static class Program
{
    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress) =>
        ImageProgram.Run<BareMetal>(bootConfigAddress);
}
