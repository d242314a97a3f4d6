using Airlock.Hypervisor.Process.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

public class DeviceTests
{
    private const ulong Window = 0x1000_0000;

    [Fact]
    public void Writes_of_all_widths_arrive_in_order()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(ebx, (uint)Window);
            code.mov(rax, 0x8877_6655_4433_2211);
            code.mov(__byte_ptr[rbx], al);
            code.mov(__word_ptr[rbx + 2], ax);
            code.mov(__dword_ptr[rbx + 0x70], eax);
            code.mov(__qword_ptr[rbx + 0x1f_fff8], rax);
            code.mov(__dword_ptr[rbx + 0x50], 0);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(
            [
                Access.Written(GuestExitKind.Device, Window, 1, 0x11),
                Access.Written(GuestExitKind.Device, Window + 2, 2, 0x11, 0x22),
                Access.Written(GuestExitKind.Device, Window + 0x70, 4, 0x11, 0x22, 0x33, 0x44),
                Access.Written(GuestExitKind.Device, Window + 0x1f_fff8, 8, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88),
                Access.Written(GuestExitKind.Device, Window + 0x50, 4, 0, 0, 0, 0),
            ],
            accesses);
    }

    [Theory]
    [InlineData(1, 0xffff_ffff_ffff_fff0)]
    [InlineData(2, 0xffff_ffff_ffff_eff0)]
    [InlineData(4, 0x0000_0000_edee_eff0)]
    [InlineData(8, 0xe9ea_ebec_edee_eff0)]
    public void A_read_gives_the_guest_what_is_answered(int width, ulong expected)
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rcx, ulong.MaxValue);
            code.mov(ebx, (uint)Window);
            switch (width)
            {
                case 1: code.mov(cl, __byte_ptr[rbx + 8]); break;
                case 2: code.mov(cx, __word_ptr[rbx + 8]); break;
                case 4: code.mov(ecx, __dword_ptr[rbx + 8]); break;
                default: code.mov(rcx, __qword_ptr[rbx + 8]); break;
            }

            PortTests.Tell(code, rcx);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(Access.Read(GuestExitKind.Device, Window + 8, width), accesses[0]);
        Assert.Equal(expected, PortTests.Told(accesses[1..]));
    }

    [Fact]
    public void A_comparison_with_a_register_of_a_device_sets_the_flags()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            Label differ = code.CreateLabel();
            code.mov(ebx, (uint)Window);
            code.cmp(__dword_ptr[rbx], unchecked((int)0xedee_eff0));
            code.jne(differ);
            code.@out(0x80, al);
            code.Label(ref differ);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal([0x1000_0000UL, 0x80UL], accesses.Select(access => access.Address));
    }

    [Fact]
    public void Wide_registers_keep_what_they_hold_and_take_what_is_answered()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(ebx, (uint)Window);
            code.mov(rax, 0x1122_3344_5566_7788);
            code.movq(xmm5, rax);
            code.movdqu(__xmmword_ptr[rbx], xmm5);
            code.movdqu(xmm3, __xmmword_ptr[rbx]);
            code.movq(rcx, xmm3);
            PortTests.Tell(code, rcx);
            code.movq(rcx, xmm5);
            PortTests.Tell(code, rcx);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal("8877665544332211", accesses[0].Data);
        Assert.Equal("0000000000000000", accesses[1].Data);
        Assert.Equal(0xe9ea_ebec_edee_eff0, PortTests.Told(accesses[4..]));
        Assert.Equal(0x1122_3344_5566_7788UL, PortTests.Told(accesses[6..]));
    }

    [Fact]
    public void A_copy_between_RAM_and_a_window_goes_piece_by_piece()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rsi, Window);
            code.mov(edi, (uint)Programs.Data);
            code.mov(ecx, 3);
            code.rep.movsd();
            code.mov(ecx, __dword_ptr[Programs.Data + 8]);
            PortTests.Tell(code, rcx);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal([Window, Window + 4, Window + 8], accesses[..3].Select(access => access.Address));
        Assert.Equal(0xedee_eff0UL, PortTests.Told(accesses[3..]));
    }

    [Theory]
    [InlineData(Window - 1, 1)] // between RAM and windows
    [InlineData(Window + 0x20_0000, 1)] // behind them
    [InlineData(Window - 2, 4)] // into the first
    [InlineData(0x9000_0000, 4)]
    public void Addresses_outside_RAM_and_windows_fault(ulong address, int width)
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rbx, address);
            if (width == 1)
            {
                code.mov(__byte_ptr[rbx], al);
            }
            else
            {
                code.mov(__dword_ptr[rbx], eax);
            }

            code.hlt();
        });
        Assert.Empty(accesses);
        Assert.Equal((GuestExitKind.Exception, 14), (end.Kind, end.Exception.Vector));
        Assert.Equal(address, end.Exception.FaultingAddress);
    }

    [Fact]
    public void What_no_compiler_makes_of_a_device_access_is_a_fault_and_no_guess()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rsp, Window + 0x100);
            code.push(rax);
            code.hlt();
        });
        Assert.Empty(accesses);
        Assert.Equal((GuestExitKind.Exception, 14), (end.Kind, end.Exception.Vector));
        Assert.Equal(Window + 0xf8, end.Exception.FaultingAddress);
    }
}
