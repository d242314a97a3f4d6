using Airlock.Memory;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Messages;

public sealed class SerialPipeTests : IDisposable
{
    private const int Capacity = 16 << 10;

    private readonly EventFd _arrived = new();
    private readonly SerialPipe _pipe;
    private readonly byte[] _buffer = new byte[64 << 10];

    public SerialPipeTests()
    {
        _pipe = new SerialPipe(_arrived);
    }

    public void Dispose() => _arrived.Dispose();

    [Fact]
    public void Bytes_come_out_in_order()
    {
        Assert.False(_pipe.HasBytes);
        _pipe.Write([1, 2]);
        _pipe.Write([3]);
        Assert.True(_pipe.HasBytes);
        Assert.Equal([1, 2, 3], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void A_small_buffer_takes_the_oldest_bytes()
    {
        _pipe.Write([1, 2, 3]);
        Assert.Equal(2, _pipe.Take(_buffer.AsSpan(0, 2)));
        Assert.Equal([1, 2], _buffer[..2]);
        Assert.Equal([3], Take());
    }

    [Fact]
    public void The_first_byte_signals_and_the_next_ones_do_not()
    {
        _pipe.Write([1]);
        _pipe.Write([2, 3]);
        Assert.Equal(1ul, Signals());
    }

    [Fact]
    public void A_reader_that_wants_many_is_left_alone_until_they_are_there()
    {
        Assert.True(_pipe.Arm(3));
        _pipe.Write([1, 2]);
        Assert.Equal(0ul, Signals());
        _pipe.Write([3]);
        Assert.Equal(1ul, Signals());
        Assert.False(_pipe.Arm(3));
    }

    [Fact]
    public void A_reader_that_wants_more_than_fits_is_woken_in_time()
    {
        Assert.True(_pipe.Arm(int.MaxValue));
        _pipe.Write(new byte[Capacity]);
        Assert.Equal(1ul, Signals());
    }

    [Fact]
    public void A_writer_waits_while_the_pipe_is_full()
    {
        Runner writer = Runner.Start(() => _pipe.Write(new byte[Capacity + 10]));
        writer.AwaitWaiting();
        Assert.Equal(Capacity, Take().Length);
        writer.AwaitEnd();
        Assert.Equal(10, Take().Length);
    }

    [Fact]
    public void Released_a_writer_waits_no_more()
    {
        Runner writer = Runner.Start(() => _pipe.Write(new byte[2 * Capacity]));
        writer.AwaitWaiting();
        _pipe.Release();
        writer.AwaitEnd();
        Assert.Equal(Capacity, Take().Length);
        _pipe.Write([1]);
        Assert.Equal([1], Take());
    }

    private ulong Signals() => _arrived.TryTake(out ulong count) ? count : 0;

    private byte[] Take() => _buffer[.._pipe.Take(_buffer)];
}
