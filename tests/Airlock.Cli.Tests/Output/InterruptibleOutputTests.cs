using System.Diagnostics;
using System.IO.Pipes;
using Airlock.Cli.Output;

namespace Airlock.Cli.Tests.Output;

/// <summary>A reader that doesn't read can't keep the program from ending.</summary>
public sealed class InterruptibleOutputTests : IDisposable
{
    private const int MoreThanAPipeHolds = 1 << 20;

    private readonly CancellationTokenSource _interrupt = new();
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream _writer;
    private readonly InterruptibleOutput _output;

    public InterruptibleOutputTests()
    {
        _writer = new AnonymousPipeClientStream(PipeDirection.Out, _reader.ClientSafePipeHandle);
        _output = Open(TimeSpan.MaxValue);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _output.Dispose();
        _reader.Dispose();
    }

    [Fact]
    public async Task All_that_is_written_arrives_in_order()
    {
        byte[] written = new byte[MoreThanAPipeHolds];
        new Random(1).NextBytes(written);
        Task writing = Task.Run(() => _output.Write(written));
        byte[] read = new byte[written.Length];
        await _reader.ReadExactlyAsync(read);
        await writing;
        Assert.Equal(written, read);
        Assert.False(_output.IsStuck);
    }

    [Fact]
    public void An_interrupt_ends_the_wait_for_a_reader_and_nothing_more_is_written()
    {
        _interrupt.CancelAfter(TimeSpan.FromMilliseconds(50));
        long started = Stopwatch.GetTimestamp();
        _output.Write(new byte[MoreThanAPipeHolds]);
        Assert.True(_output.IsStuck);
        _output.Write("more"u8);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void So_does_a_limit()
    {
        using InterruptibleOutput output = Open(TimeSpan.FromMilliseconds(50));
        output.Write(new byte[MoreThanAPipeHolds]);
        Assert.True(output.IsStuck);
    }

    [Fact]
    public void After_an_interrupt_a_reader_that_has_room_still_hears()
    {
        _interrupt.Cancel();
        _output.Write("last words"u8);
        byte[] read = new byte[10];
        _reader.ReadExactly(read);
        Assert.Equal("last words"u8.ToArray(), read);
        Assert.False(_output.IsStuck);
    }

    [Fact]
    public void A_reader_that_has_gone_away_is_no_error()
    {
        _reader.Dispose();
        _output.Write("nobody"u8);
        _output.Write("cares"u8);
        Assert.False(_output.IsStuck);
    }

    [Fact]
    public void A_full_disk_is_one()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
        using var output = new InterruptibleOutput(
            (int)full.SafeFileHandle.DangerousGetHandle(), TimeSpan.MaxValue, CancellationToken.None);
        var e = Assert.Throws<IOException>(() => output.Write("x"u8));
        Assert.Equal("No space left on device", e.Message);
    }

    private InterruptibleOutput Open(TimeSpan limit) =>
        new((int)_writer.SafePipeHandle.DangerousGetHandle(), limit, _interrupt.Token);
}
