using Airlock.Sandbox.Processes;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Sandbox.Tests;

public sealed class ChannelTests : IDisposable
{
    private readonly Channel _near;
    private readonly Channel _far;

    public ChannelTests()
    {
        (_near, _far) = Channel.CreatePair();
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public void Bytes_arrive_in_order()
    {
        Assert.True(_near.Send([1, 2, 3]));
        byte[] bytes = new byte[3];
        Assert.True(_far.ReceiveExactly(bytes));
        Assert.Equal([1, 2, 3], bytes);
    }

    [Fact]
    public void What_has_not_come_is_not_waited_for() => Assert.Null(_far.Receive(new byte[1], wait: false));

    [Fact]
    public void The_end_is_told_and_no_signal_or_exception()
    {
        _far.Dispose();
        Assert.Equal(0, _near.Receive(new byte[1], wait: true));
        Assert.False(_near.Send([1]));
        _near.Wake();
    }

    [Fact]
    public void Files_travel_with_bytes()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "content");
            using (SafeFileHandle file = File.OpenHandle(path))
            {
                Assert.True(_near.Send([9], file, file));
            }

            byte[] bytes = new byte[1];
            Assert.True(_far.ReceiveExactly(bytes, out SafeFileHandle[] files));
            Assert.Equal((9, 2), (bytes[0], files.Length));
            using var stream = new FileStream(files[0], FileAccess.Read);
            Assert.Equal("content", new StreamReader(stream).ReadToEnd());
            files[1].Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bytes_without_files_bring_none()
    {
        _near.Send([9]);
        Assert.True(_far.ReceiveExactly(new byte[1], out SafeFileHandle[] files));
        Assert.Empty(files);
    }
}
