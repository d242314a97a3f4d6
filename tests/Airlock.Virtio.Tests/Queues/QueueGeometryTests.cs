using Airlock.Memory;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Tests.Queues;

public sealed class QueueGeometryTests : IDisposable
{
    private static readonly QueueGeometry s_good = new(256, 0x1000, 0x2000, 0x3000);

    private readonly GuestMemory _memory = GuestMemory.Allocate(0x10000);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(128)]
    [InlineData(256)]
    public void A_power_of_two_up_to_the_maximum_is_a_size(uint size) =>
        Assert.Null((s_good with { Size = size }).Check(_memory));

    [Theory]
    [InlineData(0)] // CVE-2017-17381: no divisor
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(512)]
    [InlineData(0x8000_0000)]
    [InlineData(uint.MaxValue)]
    public void Any_other_size_is_refused(uint size) =>
        Assert.Equal(QueueFault.InvalidSize, (s_good with { Size = size }).Check(_memory)?.Fault);

    [Theory]
    [InlineData(0x1008, 0x2000, 0x3000)]
    [InlineData(0x1000, 0x2001, 0x3000)]
    [InlineData(0x1000, 0x2000, 0x3002)]
    public void A_part_that_is_not_aligned_is_refused(ulong table, ulong avail, ulong used) =>
        Assert.Equal(QueueFault.Misaligned, new QueueGeometry(256, table, avail, used).Check(_memory)?.Fault);

    [Fact]
    public void The_least_alignments_suffice() =>
        Assert.Null(new QueueGeometry(256, 0x1010, 0x2012, 0x3014).Check(_memory));

    [Theory]
    [InlineData(0xf010, 0x2000, 0x3000)] // the end of the table is past RAM
    [InlineData(0x1000, 0xfffe, 0x3000)]
    [InlineData(0x1000, 0x2000, 0xf800)] // 2 KiB, and the room for avail_event doesn't fit
    [InlineData(0xffff_ffff_ffff_fff0, 0x2000, 0x3000)] // openvmm#4047: wraps
    [InlineData(0x1000, 0xffff_ffff_ffff_fffe, 0x3000)]
    [InlineData(0x1000, 0x2000, 0x1000_0000)] // a device window
    public void A_part_that_leaves_RAM_is_refused(ulong table, ulong avail, ulong used) =>
        Assert.Equal(QueueFault.PartOutsideRam, new QueueGeometry(256, table, avail, used).Check(_memory)?.Fault);

    [Theory]
    [InlineData(0x1000, 0x1ffe, 0x3000)]
    [InlineData(0x1000, 0x2000, 0x1ffc)]
    [InlineData(0x1000, 0x2000, 0x2204)]
    [InlineData(0x1000, 0x1000, 0x1000)]
    public void Parts_that_overlap_are_refused(ulong table, ulong avail, ulong used) =>
        Assert.Equal(QueueFault.PartsOverlap, new QueueGeometry(256, table, avail, used).Check(_memory)?.Fault);

    [Fact]
    public void Parts_that_touch_are_fine() =>
        Assert.Null(new QueueGeometry(256, 0x1000, 0x2000, 0x2208).Check(_memory));

    [Fact]
    public void A_part_in_what_the_VMM_hides_is_refused()
    {
        _memory.HideBelow(0x2000);
        Assert.Equal(QueueFault.PartOutsideRam, s_good.Check(_memory)?.Fault);
    }

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        string[] sentences = [.. Enum.GetValues<QueueFault>().Select(fault => new QueueError(fault, 3, 5).ToString())];
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }
}
