using Airlock.Interop;
using Airlock.Sandbox.Processes;
using Airlock.Virtio.Block;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Airlock.Vmm.Workers;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Workers;

/// <summary>What a worker writes is what its parent reads, and nothing else is read out of anything.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly Channel _near;
    private readonly Channel _far;
    private readonly RecordReader _reader;
    private readonly RecordWriter _writer;

    public RecordTests()
    {
        (_near, _far) = Channel.CreatePair();
        _reader = new RecordReader(_near);
        _writer = new RecordWriter(_far);
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public void Records_come_in_their_order()
    {
        _writer.Accept(MessageWay.Serial, [1, 2]);
        _writer.Accept(MessageWay.Device, []);
        _writer.Write(RecordKind.Activity, 7L);
        Assert.Equal(
            [(RecordKind.SerialBytes, "0102"), (RecordKind.DeviceBytes, ""), (RecordKind.Activity, "0700000000000000")],
            ReadAll());
        Assert.False(_reader.IsClosed);
    }

    [Fact]
    public void The_longest_record_fits_beside_the_beginning_of_another()
    {
        byte[] longest = new byte[RecordHeader.MaxLength];
        var writer = new Thread(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                _writer.Write(RecordKind.DebugLine, longest);
            }

            _far.Dispose();
        });
        writer.Start();
        int count = 0;
        while (!_reader.IsClosed)
        {
            _reader.Wait(TimeSpan.FromSeconds(30));
            count += ReadAll().Count;
        }

        Assert.True(writer.Join(TimeSpan.FromSeconds(30)), "The writer doesn't end.");
        Assert.Equal(10, count);
    }

    [Fact]
    public void A_record_that_comes_in_pieces_is_one()
    {
        byte[] record = [3, 0, 0, 0, 2, 0, 0, 0, 8, 9];
        foreach (byte part in record)
        {
            Assert.Empty(ReadAll());
            _far.Send([part]);
        }

        Assert.Equal([(RecordKind.DeviceBytes, "0809")], ReadAll());
    }

    [Fact]
    public void A_record_that_is_too_long_ends_the_stream()
    {
        _far.Send([3, 0, 0, 0, 1, 0, 1, 0, 8, 9]);
        Assert.Empty(ReadAll());
        Assert.True(_reader.IsClosed);
    }

    [Property]
    public void Garbage_never_throws(byte[] garbage)
    {
        _far.Send(garbage);
        ReadAll();
    }

    [Fact]
    public void What_a_machine_has_done_arrives()
    {
        var symbols = new SymbolTable([new SymbolTable.Symbol(0x1_0391, 1, "copy.Main")]);
        var report = new MachineReport
        {
            Fault = new GuestFault(14, 6, 0x1_0391, 8, "copy.Main") { SystemCall = 39 },
            Disks =
            [
                new BlockDeviceMetrics { Reads = 1, BytesRead = 2, InFlight = 3 },
                new BlockDeviceMetrics { Writes = 4, Errors = 5 },
            ],
            MessageSignals = 6,
            AreOutputsWritten = true,
            Completed = 7,
            Exits = new ExitCounters { PortIo = 1, CoalescedPortIo = 2, Mmio = 3, Other = 4, Interrupted = 5, Unmapped = 6 },
        };
        EndRecord end = EndRecord.Of(report, StopCause.Halted);
        Assert.Equal(2, end.Disks);
        Assert.Equal(report, end.ToReport(report.Disks, symbols));
    }

    [Fact]
    public void A_machine_that_has_done_nothing_arrives_as_one()
    {
        var report = new MachineReport();
        Assert.Equal(report, EndRecord.Of(report, StopCause.Halted).ToReport(report.Disks, SymbolTable.Empty));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("zeroing")]
    [InlineData("flush")]
    public void A_failure_arrives(string operation)
    {
        var failure = new StoreFailure(operation, 4096, 5);
        Assert.Equal(failure, FailureRecord.Of(failure).ToFailure());
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(99, 5)]
    [InlineData(0, -1)]
    [InlineData(0, int.MaxValue)]
    public void A_failure_that_cannot_be_one_is_none(int operation, int errno) =>
        Assert.Null(new FailureRecord { Operation = operation, Errno = errno }.ToFailure());

    private List<(RecordKind Kind, string Content)> ReadAll()
    {
        var records = new List<(RecordKind, string)>();
        while (_reader.TryRead(out RecordKind kind, out ReadOnlySpan<byte> content))
        {
            records.Add((kind, Convert.ToHexString(content)));
        }

        return records;
    }
}
