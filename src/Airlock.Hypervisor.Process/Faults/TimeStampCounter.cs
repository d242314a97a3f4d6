using Airlock.Hypervisor.Process.Instructions;
using Airlock.Interop;

namespace Airlock.Hypervisor.Process.Faults;

/// <summary>
/// What RDTSC and RDTSCP say where the host lets them trap: a clock that is good for timeouts and for a seed, and too
/// coarse to measure what a cache holds. It starts anywhere and counts at about 1 GHz, in steps of a millisecond.
/// </summary>
internal sealed class TimeStampCounter
{
    /// <summary>2^20 for each millisecond.</summary>
    private const int CountsOfMillisecond = 20;

    private readonly ulong _start;

    public TimeStampCounter()
    {
        // From the kernel itself: .NET's generators open files, or a library.
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _ = LibC.getrandom(bytes, (nuint)bytes.Length, 0);
        _start = BitConverter.ToUInt64(bytes);
    }

    /// <param name="code">The bytes at RIP.</param>
    /// <returns>Whether it was one of the two, and is carried out.</returns>
    public bool TryEmulate(ReadOnlySpan<byte> code, ref UserRegisters registers)
    {
        int length = code switch
        {
            [0x0f, 0x31, ..] => 2, // RDTSC
            [0x0f, 0x01, 0xf9, ..] => 3, // RDTSCP
            _ => 0,
        };
        if (length == 0)
        {
            return false;
        }

        ulong count = _start + ((ulong)Environment.TickCount64 << CountsOfMillisecond);
        registers.Rax = (uint)count;
        registers.Rdx = count >> 32;
        registers.Rcx = length == 3 ? 0 : registers.Rcx; // the processor's number
        registers.Rip += (ulong)length;
        return true;
    }
}
