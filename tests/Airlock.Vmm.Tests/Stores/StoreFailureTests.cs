using Airlock.Interop;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

public class StoreFailureTests
{
    [Theory]
    [InlineData(0)] // the file has become shorter
    [InlineData(27)] // EFBIG
    [InlineData(28)] // ENOSPC
    [InlineData(30)] // EROFS
    [InlineData(122)] // EDQUOT
    public void A_failure_that_every_further_request_would_share_ends_the_run(int errno) =>
        Assert.True(new StoreFailure("write", 0, errno).IsFinal);

    [Fact]
    public void A_bad_sector_leaves_the_others_to_the_guest() =>
        Assert.False(new StoreFailure("read", 0, Errno: 5).IsFinal);
}
