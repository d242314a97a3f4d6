using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Tests.Jobs;

public class OperationTests
{
    private const ulong Sectors = 50;

    /// <summary>Of which the last sector has a part only.</summary>
    private const ulong Bytes = Sectors * 512 - 100;

    private static readonly MachineReport s_written = new() { AreOutputsWritten = true };

    [Fact]
    public void A_copy_of_every_sector_that_was_written_is_believed() =>
        Assert.Null(new CopyOperation(Bytes).Doubt(new CompleteMessage { Count = Sectors }, s_written));

    [Theory]
    [InlineData(0)]
    [InlineData(Sectors - 1)]
    [InlineData(Sectors + 1)]
    [InlineData(ulong.MaxValue)]
    public void One_of_another_number_of_sectors_is_not(ulong count) => Assert.Equal(
        $"The guest says that it copied {count} sectors, where the input has 50.",
        new CopyOperation(Bytes).Doubt(new CompleteMessage { Count = count }, s_written));

    [Fact]
    public void One_that_left_something_out_is_not() => Assert.Equal(
        "The guest reported success, but didn't write every sector of the output.",
        new CopyOperation(Bytes).Doubt(new CompleteMessage { Count = Sectors }, new MachineReport()));

    [Fact]
    public void Nobody_but_its_author_knows_what_another_guest_should_do() =>
        Assert.Null(new ForeignOperation(GuestImage.Parse(new byte[] { 0xf4 }, "guest")).Doubt(new CompleteMessage { Count = 1 }, new MachineReport()));
}
