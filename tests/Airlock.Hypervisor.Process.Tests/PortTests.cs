using Airlock.Hypervisor.Process.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

public class PortTests
{
    [Fact]
    public void HLT_is_the_end()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code => code.hlt());
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Empty(accesses);
    }

    [Fact]
    public void Writes_of_all_widths_arrive_in_order()
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(edx, 0xffff_03f8u);
            code.mov(eax, 0x4433_2211);
            code.@out(dx, al);
            code.@out(dx, ax);
            code.@out(dx, eax);
            code.@out(0x80, al);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(
            [
                Access.Written(GuestExitKind.Port, 0x3f8, 1, 0x11),
                Access.Written(GuestExitKind.Port, 0x3f8, 2, 0x11, 0x22),
                Access.Written(GuestExitKind.Port, 0x3f8, 4, 0x11, 0x22, 0x33, 0x44),
                Access.Written(GuestExitKind.Port, 0x80, 1, 0x11),
            ],
            accesses);
    }

    [Theory]
    [InlineData(1, 0xffff_ffff_ffff_fff0)]
    [InlineData(2, 0xffff_ffff_ffff_eff0)]
    [InlineData(4, 0x0000_0000_edee_eff0)]
    public void A_read_gives_the_guest_what_is_answered(int width, ulong expected)
    {
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            code.mov(rax, ulong.MaxValue);
            code.mov(edx, 0x2fd);
            switch (width)
            {
                case 1: code.@in(al, dx); break;
                case 2: code.@in(ax, dx); break;
                default: code.@in(eax, dx); break;
            }

            Tell(code, rax);
            code.hlt();
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(Access.Read(GuestExitKind.Port, 0x2fd, width), accesses[0]);
        Assert.Equal(expected, Told(accesses[1..]));
    }

    [Fact]
    public void A_string_is_written_whole()
    {
        byte[] text = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
        (GuestEnd end, List<Access> accesses) = GuestRun.Complete(code =>
        {
            Label data = code.CreateLabel();
            code.lea(rsi, __[data]);
            code.mov(ecx, text.Length);
            code.mov(edx, 0x3f8);
            code.rep.outsb();
            code.hlt();
            code.Label(ref data);
            code.db(text);
        });
        Assert.Equal(GuestExitKind.Halted, end.Kind);
        Assert.Equal(Convert.ToHexString(text), string.Concat(accesses.Select(access => access.Data)));
        Assert.All(accesses, access => Assert.Equal((0x3f8UL, 1), (access.Address, access.Width)));
    }

    [Fact]
    public void A_byte_that_would_be_HLT_where_nothing_can_be_executed_is_none()
    {
        // The processor refuses to fetch it; who looks only at the bytes sees a HLT.
        (GuestEnd end, _) = GuestRun.Complete(Programs.Linked(code => code.jmp(0x1_1000), 0xf4));
        Assert.Equal(GuestExitKind.Exception, end.Kind);
        Assert.Equal(new ExceptionReport(14, 0x15, 0x1_1000, 0x1_1000), end.Exception);
    }

    /// <summary>Sends a register to port 0x80, the lower half first. Changes RAX.</summary>
    internal static void Tell(Assembler code, AssemblerRegister64 register)
    {
        code.mov(rax, register);
        code.@out(0x80, eax);
        code.shr(rax, 32);
        code.@out(0x80, eax);
    }

    internal static ulong Told(IEnumerable<Access> accesses) =>
        BitConverter.ToUInt64(Convert.FromHexString(string.Concat(accesses.Take(2).Select(access => access.Data))));
}
