using Airlock.Hypervisor;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Results;

public class GuestFaultTests
{
    [Theory]
    [InlineData(0, "divide error")]
    [InlineData(6, "invalid opcode")]
    [InlineData(13, "general protection fault")]
    [InlineData(21, "control protection exception")]
    [InlineData(9, "exception 9")]
    [InlineData(22, "exception 22")]
    [InlineData(255, "exception 255")]
    [InlineData(-1, "exception -1")]
    public void An_exception_has_the_manuals_name_or_its_number(int vector, string name) =>
        Assert.Equal(name, new GuestFault(vector, null, 0, null, null).Name);

    [Fact]
    public void It_says_what_is_known() => Assert.Equal(
        "invalid opcode (vector 6) at rip 0x10010",
        new GuestFault(6, null, 0x1_0010, null, null).ToString());

    [Fact]
    public void It_says_all_that_is_known() => Assert.Equal(
        "page fault (vector 14, error code 0x7) at rip 0x10010 in copy.Main, touching address 0x0",
        new GuestFault(14, 7, 0x1_0010, 0, "copy.Main").ToString());

    [Fact]
    public void A_report_of_the_processor_becomes_a_fault_with_the_method() => Assert.Equal(
        "page fault (vector 14, error code 0x7) at rip 0x40010 in Copy.Program.Main+0x10, touching address 0xdead",
        GuestFault.Of(new ExceptionReport(14, 7, 0x4_0010, 0xdead), "Copy.Program.Main+0x10").ToString());

    [Fact]
    public void A_system_call_is_called_by_its_number()
    {
        GuestFault fault = GuestFault.Of(new ExceptionReport(13, null, 0x1_0010, null, SystemCall: 39), method: null);
        Assert.Equal(39, fault.SystemCall);
        Assert.Equal("system call 39 (vector 13) at rip 0x10010", fault.ToString());
    }
}
