namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>Compares files byte by byte.</summary>
internal static class FileContent
{
    private const int BlockLength = 1 << 20;

    public static void ShouldBeEqual(string expected, string actual)
    {
        using FileStream left = File.OpenRead(expected), right = File.OpenRead(actual);
        Assert.Equal(left.Length, right.Length);
        byte[] leftBlock = new byte[BlockLength], rightBlock = new byte[BlockLength];
        int length;
        while ((length = left.ReadAtLeast(leftBlock, BlockLength, throwOnEndOfStream: false)) > 0)
        {
            right.ReadExactly(rightBlock, 0, length);
            int equal = leftBlock.AsSpan(0, length).CommonPrefixLength(rightBlock.AsSpan(0, length));
            Assert.True(equal == length, $"They differ at byte {left.Position - length + equal}.");
        }
    }
}
