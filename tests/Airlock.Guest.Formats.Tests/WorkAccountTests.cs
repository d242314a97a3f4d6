using System.Text;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats.Tests;

public class WorkAccountTests
{
    private const ulong MegaByte = 1 << 20;
    private const ulong GigaByte = 1 << 30;

    [Theory]
    [InlineData(512UL, 0UL, GigaByte)]
    [InlineData(MegaByte, 0UL, 10_000 * MegaByte)]
    [InlineData(512UL, 100UL, 51_200UL)]
    [InlineData(ulong.MaxValue, 0UL, ulong.MaxValue)]
    public void Data_written_has_a_limit_by_the_images_length(ulong length, ulong amplification, ulong limit)
    {
        var account = new WorkAccount(length, amplification);
        Refusal refusal = default;
        Assert.True(account.TryWrite(limit, ImageFormat.Qcow2, ref refusal));
        if (limit == ulong.MaxValue)
        {
            return;
        }

        Assert.False(account.TryWrite(1, ImageFormat.Qcow2, ref refusal));
        Assert.Equal(RefusalClass.RefusalTooLarge, refusal.Reason);
        Assert.Equal("amplification", Encoding.UTF8.GetString(refusal.Field.Bytes));
        Assert.Equal((limit + 1, limit), (refusal.Value, refusal.Limit));
    }

    [Fact]
    public void Reading_is_charged_against_the_file_what_is_written_and_the_blocks_looked_up()
    {
        var account = new WorkAccount(1000, 0);
        Refusal refusal = default;
        Assert.True(account.TryRead(4000 + MegaByte, ImageFormat.Qcow2, ref refusal));
        account.AddBlocks(2);
        Assert.True(account.TryRead(64, ImageFormat.Qcow2, ref refusal));
        Assert.True(account.TryWrite(10, ImageFormat.Qcow2, ref refusal));
        Assert.True(account.TryRead(20, ImageFormat.Qcow2, ref refusal));
        Assert.False(account.TryRead(1, ImageFormat.Qcow2, ref refusal));
        Assert.Equal(RefusalClass.RefusalTooLarge, refusal.Reason);
    }
}
