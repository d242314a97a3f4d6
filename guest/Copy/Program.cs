using System.Runtime.InteropServices;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;

namespace Airlock.Copy;

/// <summary>Where the start-up code goes on: the copy program on bare metal, reporting through COM1.</summary>
internal static class Program
{
    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress) =>
        CopyProgram<BareMetal, SerialTransport<BareMetal>>.Run(bootConfigAddress, default);
}
