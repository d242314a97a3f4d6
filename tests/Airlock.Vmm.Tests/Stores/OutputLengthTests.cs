using Airlock.Interop;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

public sealed class OutputLengthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SafeFileHandle _file;

    public OutputLengthTests()
    {
        _file = File.OpenHandle(_folder.Write("out", new byte[5000]), FileMode.Open, FileAccess.ReadWrite);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_of_its_length_is_as_it_should_be() => Assert.Null(OutputLength.Doubt(_file, 5000));

    [Theory]
    [InlineData(4999)]
    [InlineData(5001)]
    public void Another_length_is_told(ulong length) => Assert.StartsWith(
        $"The output has 5000 bytes by now, where the input has {length}", OutputLength.Doubt(_file, length), StringComparison.Ordinal);

    [SkippableFact]
    public void Space_behind_the_end_is_given_back()
    {
        ulong before = FileIdentity.Of(_file).AllocatedBytes;
        Skip.If(LibC.fallocate(_file, LibC.FALLOC_FL_KEEP_SIZE, 0, 8 << 20) != 0, "This file system allocates nothing ahead.");
        Assert.InRange(FileIdentity.Of(_file).AllocatedBytes, 8u << 20, ulong.MaxValue);
        Assert.Null(OutputLength.Doubt(_file, 5000));
        Assert.Equal(before, FileIdentity.Of(_file).AllocatedBytes);
        Assert.Equal(new byte[5000], File.ReadAllBytes(_folder.PathOf("out")));
    }
}
