using Airlock.Hypervisor.Process.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

/// <summary>What the kernel shows of a guest while it runs.</summary>
public class IsolationTests
{
    [SkippableFact]
    public void A_guest_has_its_RAM_and_nothing_else()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root may look into a guest.");
        using GuestRun run = GuestRun.Start(Programs.Linked(code => code.Forever(c => c.nop())));
        (string Range, string Rights, string Name)[] maps = [.. ProcFile.Maps(run.Process)];

        // The kernel's gate for old programs is in every process, and can't be unmapped.
        Assert.Equal(
            [
                ("00010000-00011000", "r-xs"), ("00011000-0001f000", "rw-s"), ("00020000-00141000", "rw-s"),
                ("00141000-00142000", "r--s"), ("00142000-00800000", "rw-s"),
            ],
            maps.Where(map => map.Name != "[vsyscall]").Select(map => (map.Range, map.Rights)));
        Assert.All(
            maps.Where(map => map.Name != "[vsyscall]"),
            map => Assert.Equal("/memfd:airlock-ram (deleted)", map.Name));
    }

    [SkippableFact]
    public void A_guest_has_no_descriptor_and_can_get_none()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root may look into a guest.");
        using GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        Assert.Empty(Directory.GetFiles($"/proc/{run.Process}/fd"));
        string limits = File.ReadAllText($"/proc/{run.Process}/limits");
        Assert.Matches(@"Max open files +0 +0", limits);
        Assert.Matches(@"Max core file size +0 +0", limits);
    }

    [Fact]
    public void A_guest_is_under_a_filter_and_can_gain_no_rights()
    {
        using GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        Assert.Equal("2", ProcFile.Status(run.Process, "Seccomp"));
        Assert.Equal("1", ProcFile.Status(run.Process, "NoNewPrivs"));
        Assert.Equal("1", ProcFile.Status(run.Process, "Threads"));
        Assert.NotEqual("0", ProcFile.Status(run.Process, "TracerPid"));
        Assert.Equal("airlock-guest", ProcFile.Status(run.Process, "Name"));
    }

    [Fact]
    public void The_first_page_of_RAM_holds_no_orders_any_more()
    {
        using GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        byte[] page = new byte[0x1000];
        run.Machine.Memory.Mapping.ReadSpan<byte>(0, page);
        Assert.Equal(-1, page.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Devices_reach_neither_what_lies_below_the_image_nor_the_boot_configuration()
    {
        using var hypervisor = new ProcessHypervisor();
        using IVirtualMachine machine = hypervisor.CreateMachine(Programs.Flat(code => code.hlt()));
        Assert.False(machine.Memory.Contains(0xffff, 1));
        Assert.False(machine.Memory.Contains(0x14_1fff, 1));
        Assert.False(machine.Memory.Contains(0x14_0000, 0x3000));
        Assert.True(machine.Memory.Contains(0x14_0000, 0x1000));
        Assert.True(machine.Memory.Contains(0x14_2000, 0x1000));
        Assert.True(machine.Memory.Contains(0x1_0000, 0x1000));
    }

    [Fact]
    public void A_guest_reads_its_boot_configuration_by_whichever_instruction_it_likes()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rsi, rdi);
            code.mov(edx, 0x2f8);
            code.mov(ecx, 4);
            code.rep.outsb();
            code.mov(rsi, rdi);
            code.mov(edi, 0x1000_0000);
            code.movsd();
            code.mov(edi, 0x14_1000);
            code.insb();
        });
        Assert.Equal("01020304", string.Concat(accesses.SkipLast(1).Select(access => access.Data)));
        Assert.Equal(Access.Written(GuestExitKind.Device, 0x1000_0000, 4, 1, 2, 3, 4), accesses[^1]);
        Assert.Equal((GuestExitKind.Exception, 14, 0x14_1000UL), (end.Kind, end.Exception.Vector, end.Exception.FaultingAddress));
    }

    [Fact]
    public void The_registers_at_entry_are_those_of_the_contract()
    {
        AssemblerRegister64[] all = [rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8, r9, r10, r11, r12, r13, r14, r15];
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            for (int i = 0; i < all.Length; i++)
            {
                code.mov(__qword_ptr[Programs.Data + (ulong)(8 * i)], all[i]);
            }

            code.pushfq();
            code.pop(rax);
            code.mov(__qword_ptr[Programs.Data + 128], rax);
            code.movq(rax, xmm15);
            code.mov(__qword_ptr[Programs.Data + 136], rax);
            code.stmxcsr(__dword_ptr[Programs.Data + 144]);
            code.mov(eax, __dword_ptr[rdi]); // the boot configuration
            code.mov(__dword_ptr[Programs.Data + 148], eax);
            code.mov(esi, (uint)Programs.Data);
            code.mov(ecx, 152 / 4);
            code.mov(edx, 0x80);
            code.rep.outsd();
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        byte[] bytes = Convert.FromHexString(string.Concat(accesses.Select(access => access.Data)));
        ulong[] expected = new ulong[18];
        (expected[5], expected[7], expected[16]) = (0x14_1000, 0x2_fff8, 0x202);
        Assert.Equal(expected, Enumerable.Range(0, 18).Select(i => BitConverter.ToUInt64(bytes, 8 * i)));
        Assert.Equal(0x1f80, BitConverter.ToInt32(bytes, 144));
        Assert.Equal([1, 2, 3, 4], bytes[148..]);
    }

    /// <summary>Where the host lets the counter trap, it is answered; elsewhere it works as it is.</summary>
    [Fact]
    public void A_guest_may_ask_for_the_time_stamp()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            for (int i = 0; i < 2; i++)
            {
                code.rdtsc();
                code.shl(rdx, 32);
                code.or(rax, rdx);
                PortTests.Tell(code, rax);
            }

            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.True(PortTests.Told(accesses) <= PortTests.Told(accesses[2..]));
    }
}
