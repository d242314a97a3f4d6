using Airlock.Interop;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

public class FileErrorsTests
{
    [Theory]
    [InlineData(Errno.ENOENT, AirlockError.Usage)]
    [InlineData(Errno.EACCES, AirlockError.Usage)]
    [InlineData(Errno.EPERM, AirlockError.Usage)]
    [InlineData(Errno.ELOOP, AirlockError.Usage)]
    [InlineData(Errno.ENAMETOOLONG, AirlockError.Usage)]
    [InlineData(Errno.EROFS, AirlockError.Usage)]
    [InlineData(Errno.EMFILE, AirlockError.HostUnsupported)]
    [InlineData(Errno.ENFILE, AirlockError.HostUnsupported)]
    [InlineData(Errno.ENOMEM, AirlockError.HostUnsupported)]
    [InlineData(Errno.EIO, AirlockError.FileAccess)]
    [InlineData(Errno.ENOSPC, AirlockError.FileAccess)]
    [InlineData(Errno.EDQUOT, AirlockError.FileAccess)]
    public void It_is_the_name_the_host_or_the_file(int errno, AirlockError kind) => Assert.Equal(kind, FileErrors.Of("It", errno).Error);

    [Fact]
    public void Of_a_shortage_the_sentence_says_what_to_do() => Assert.Equal(
        "The input 'a' can't be opened: no descriptor is left to this process; raise ulimit -n.",
        FileErrors.Of("The input 'a' can't be opened", Errno.EMFILE).Message);

    [Fact]
    public void Anything_else_is_told_in_the_systems_words() => Assert.Equal(
        "The input 'a' can't be opened: Permission denied.", FileErrors.Of("The input 'a' can't be opened", Errno.EACCES).Message);
}
