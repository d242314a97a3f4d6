using System.Runtime.InteropServices;
using Airlock.Guest.Platform;

namespace Airlock.Copy;

/// <summary>Where the start-up code goes on: the copy program on bare metal.</summary>
internal static class Program
{
    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress) =>
        CopyProgram<BareMetal>.Run(bootConfigAddress);
}
