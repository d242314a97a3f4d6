using System;
using System.Linq;
using Airlock.Copy;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Virtio;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>What other people's devices offer and want, and ours don't.</summary>
public class ForeignDeviceTests
{
    private const ulong BlockSize = 1UL << 6;
    private const ulong FlushFeature = 1UL << 9;

    [Fact]
    public void Features_of_the_platform_are_taken()
    {
        using var pair = new FakePair(50);
        const ulong platform = 1UL << 33 | 1UL << 36;
        pair.Input.Features |= platform;
        pair.Output.Features |= platform;
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(platform, pair.Input.AcceptedFeatures & platform);
        Assert.Equal(platform, pair.Output.AcceptedFeatures & platform);
    }

    [Fact]
    public void Without_a_host_that_holds_the_status_no_interrupts_are_wanted()
    {
        using var pair = new FakePair(3000);
        pair.Input.Schedule = Schedule.OnTrap;
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(0, pair.Input.Interrupts + pair.Output.Interrupts);
    }

    [Fact]
    public void A_host_that_holds_the_status_is_told_to_interrupt()
    {
        using var pair = new FakePair(50);
        Assert.True(pair.Run(new VmmConfig { InterruptStatusWaits = true }).Completion.Success);
        Assert.NotEqual(0, pair.Input.Interrupts);
    }

    [Fact]
    public void An_interrupt_that_comes_all_the_same_is_acknowledged()
    {
        using var pair = new FakePair(50);
        pair.Input.AlwaysInterrupts = true;
        pair.Output.Schedule = Schedule.Never;
        Assert.Throws<GuestStalledException>(() => pair.Run(new VmmConfig { ChunkSectors = 1 }));
        Assert.True(pair.Input.Interrupts > 0);
        Assert.False(pair.Output.IsLineUp);
    }

    [Fact]
    public void A_device_that_never_answers_is_given_up_in_the_end()
    {
        using var pair = new FakePair(10);
        TestPlatform.Machine = pair.Machine;
        var devices = new VirtioBlockDriver<TestPlatform>[2];
        Start(ref devices[0], 0x1000_0000, 0x10_0000);
        Start(ref devices[1], 0x1000_1000, 0x11_0000);
        pair.Output.Schedule = Schedule.Never;
        devices[1].Add(0, new BlockRequest(BlockOperation.Write, 0, 0x20_0000, 512));
        devices[1].Publish();
        var wait = new CompletionWait(CompletionMode.Polled, patience: 5);
        for (int look = 0; look <= 5; look++)
        {
            Assert.Equal(DriverError.None, devices[1].Error);
            Assert.False(wait.TrySpin(ref devices[0], ref devices[1]));
            wait.Yield(ref devices[0], ref devices[1]);
        }

        Assert.Equal(DriverError.NoAnswer, devices[1].Error);
        Assert.Equal(DriverError.None, devices[0].Error); // has nothing to answer
    }

    [Fact]
    public void Registers_are_read_less_and_less_often()
    {
        using var pair = new FakePair(50);
        pair.Output.Schedule = Schedule.Never;
        Assert.Throws<GuestStalledException>(() => pair.Run());
        Assert.Equal((int)Backoff.MostSpins(CompletionWait.SpinLimit), pair.Machine.MostPauses);
    }

    [Theory]
    [InlineData(4096u, 512u, SparseMode.Auto)]
    [InlineData(512u, 4096u, SparseMode.Auto)]
    [InlineData(1024u, 4096u, SparseMode.Always)]
    [InlineData(65536u, 2048u, SparseMode.Always)]
    public void Requests_are_whole_blocks(uint input, uint output, SparseMode sparse)
    {
        using FakePair pair = Pair(128 * 30, input, output);
        pair.MakeSparse(static sector => sector / 100 % 2 == 1);
        pair.Output.MaxZeroSectors = 1001;
        GuestTalk talk = pair.Run(new VmmConfig { Sparse = sparse, ChunkSectors = 300 });
        Assert.Empty(talk.Errors);
        Assert.True(talk.Completion.Success);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }

    [Fact]
    public void A_mark_inside_a_block_is_sent_when_the_block_is_done()
    {
        using FakePair pair = Pair(48, 4096, 512);
        pair.Output.Schedule = Schedule.OneByOneBackwards;
        var written = new System.Collections.Generic.List<bool>(); // the block of the first mark, at each byte
        pair.Machine.ByteSent = () => written.Add(pair.OutputDisk.AsSpan(0, 4096).SequenceEqual(pair.InputDisk.AsSpan(0, 4096)));
        GuestTalk talk = pair.Run();
        Assert.Equal([1ul, 11, 21, 31, 41, 48], talk.Marks);
        int firstMark = talk.Messages.TakeWhile(message => message.Progress is null).Sum(m => 2 + m.CalculateSize());
        Assert.True(written[firstMark]);
        Assert.False(written[0]);
    }

    [Fact]
    public void A_bad_block_costs_its_sectors()
    {
        using FakePair pair = Pair(80, 4096, 4096);
        pair.Input.SectorStatus = static sector => sector == 21 ? (byte)1 : (byte)0;
        GuestTalk talk = pair.Run();
        Assert.Equal([16ul, 17, 18, 19, 20, 21, 22, 23], talk.Errors.Select(error => error.Sector));
        Assert.Equal(72ul, talk.Completion.Count);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(256u)]
    [InlineData(513u)]
    [InlineData(uint.MaxValue)]
    public void A_block_size_that_is_none_is_passed_over(uint size)
    {
        using var pair = new FakePair(50);
        pair.Input.Features |= BlockSize;
        pair.Input.Tamper = (register, value) => register == 0x114 ? size : value;
        Assert.True(pair.Run().Completion.Success);
    }

    [Theory]
    [InlineData(0x80_0000u, "input")]
    [InlineData(0x8000_0000u, "output")]
    public void A_block_that_does_not_fit_into_RAM_is_refused(uint size, string device)
    {
        using var pair = new FakePair(50);
        FakeBlockDevice tampered = device == "input" ? pair.Input : pair.Output;
        tampered.Features |= BlockSize;
        tampered.BlockSize = size;
        ErrorMessage error = Assert.Single(pair.Run().Errors);
        Assert.Equal(("capacity", device), (error.Operation, error.Device));
        Assert.Equal((uint)CopyError.BlockTooLarge, error.Status);
    }

    [Fact]
    public void What_was_written_is_flushed_once_and_last()
    {
        using var pair = new FakePair(3000);
        pair.Output.Features |= FlushFeature;
        pair.Input.Features |= FlushFeature;
        bool flushedAtEnd = false;
        pair.Machine.ByteSent = () => flushedAtEnd = pair.Output.Flushes == 1;
        Assert.True(pair.Run().Completion.Success);
        Assert.True(flushedAtEnd);
        Assert.Equal((1, 0, 0), (pair.Output.Flushes, pair.Output.WritesSinceFlush, pair.Input.Flushes));
    }

    [Theory]
    [InlineData(256u)]
    [InlineData(4u)]
    public void A_flush_that_fails_is_an_error(uint queueSize)
    {
        using var pair = new FakePair(50);
        pair.Output.Features |= FlushFeature;
        pair.Output.QueueNumMax = queueSize;
        pair.Output.FlushStatus = 1;
        GuestTalk talk = pair.Run();
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(("flush", "output", 1u), (error.Operation, error.Device, error.Status));
        Assert.Equal((50ul, false), (talk.Completion.Count, talk.Completion.Success));
        Assert.Equal(50ul, talk.Marks.Last());
    }

    [Fact]
    public void A_read_only_output_is_one_error()
    {
        using var pair = new FakePair(50);
        pair.Output.Features |= 1UL << 5;
        GuestTalk talk = pair.Run();
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(
            ("features", "output", (uint)ProgramError.OutputReadOnly), (error.Operation, error.Device, error.Status));
        Assert.False(talk.Completion.Success);
        Assert.Equal(0, pair.Input.Requests + pair.Output.Requests);
    }

    private static FakePair Pair(int sectors, uint inputBlock, uint outputBlock)
    {
        var pair = new FakePair(sectors);
        pair.Input.Features |= inputBlock == 512 ? 0 : BlockSize;
        pair.Input.BlockSize = inputBlock;
        pair.Output.Features |= outputBlock == 512 ? 0 : BlockSize;
        pair.Output.BlockSize = outputBlock;
        return pair;
    }

    private static void Start(ref VirtioBlockDriver<TestPlatform> driver, ulong window, ulong area)
    {
        driver = default;
        Assert.Equal(DriverError.None, driver.Probe(window));
        Assert.Equal(DriverError.None, driver.NegotiateFeatures(out _));
        Assert.Equal(DriverError.None, driver.SetUpQueue(area, CompletionMode.Polled, out _));
        Assert.Equal(DriverError.None, driver.ReadCapacity(out _));
        Assert.Equal(DriverError.None, driver.Start());
    }
}
