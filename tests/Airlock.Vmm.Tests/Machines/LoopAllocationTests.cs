using Airlock.Testing;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>Nothing allocates per exit, whatever its kind.</summary>
public sealed class LoopAllocationTests
{
    private const int WarmUp = 1_000;
    private const int Rounds = 10_000;
    private const int Runs = 10;

    [Fact]
    public void Tens_of_thousands_of_exits_of_each_kind_allocate_nothing()
    {
        long least = long.MaxValue;
        for (int i = 0; i < Runs && least > 0; i++)
        {
            // A collection that another test causes may add a few bytes to the runtime's count.
            least = Math.Min(least, AllocatedBytes());
        }

        Assert.Equal(0, least);
    }

    private static long AllocatedBytes()
    {
        int rounds = 0;
        long first = 0, last = 0;
        StopSignal? stop = null;
        var device = new TestDevice((_, _) =>
        {
            if (++rounds == WarmUp)
            {
                first = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (rounds == Rounds)
            {
                last = GC.GetAllocatedBytesForCurrentThread();
                stop!.Stop(StopCause.Cancelled);
            }
        });
        using var rig = new LoopRig(device, Guest(), onDebugLine: _ => { });
        stop = rig.Stop;
        rig.ReleaseMessages();
        rig.Run();

        // A loop that had left early would have allocated nothing, too.
        var expected = new ExitCounters
        {
            PortIo = 4 * Rounds,
            CoalescedPortIo = 3 * Rounds,
            Mmio = 3 * Rounds,
            Unmapped = 2 * Rounds,
        };
        Assert.Equal(expected, rig.Loop.Exits);
        Assert.Equal(Rounds, rounds);
        return last - first;
    }

    /// <summary>The last exit of each round is the write that counts it.</summary>
    private static IEnumerable<ScriptedExit> Guest()
    {
        ScriptedExit[] round =
        [
            ScriptedExit.Out(LoopRig.Com1, 1),
            ScriptedExit.Out(LoopRig.Com2, (byte)'.'),
            ScriptedExit.Port((ushort)(LoopRig.Com1 + 5), width: 1, isWrite: false, 0),
            ScriptedExit.Out(0x80, 1),
            ScriptedExit.Collected(LoopRig.Com1, 1, 2, 3),
            ScriptedExit.Read(LoopRig.Window, 4),
            ScriptedExit.Read(0x2000_0000, 8),
            ScriptedExit.Write32(LoopRig.Window, 1),
        ];
        while (true)
        {
            foreach (ScriptedExit exit in round)
            {
                yield return exit;
            }
        }
    }
}
