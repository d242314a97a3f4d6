using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Jobs;

public class DiskJobOptionsTests
{
    private const ulong MiB = 1 << 20;

    [Fact]
    public void The_defaults_are_the_contracts()
    {
        var options = new DiskJobOptions();
        options.Validate();
        Assert.Equal(8 * MiB, options.MemoryBytes);
        Assert.Equal(3, options.Ring);
        Assert.Equal(TimeSpan.FromSeconds(30), options.StallTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.TimeLimit);
    }

    [Theory]
    [InlineData(8 * MiB)]
    [InlineData(10 * MiB)]
    [InlineData(256 * MiB)]
    public void Memory_may_be_any_multiple_of_2_MiB_in_its_range(ulong bytes) =>
        new DiskJobOptions { MemoryBytes = bytes }.Validate();

    [Theory]
    [InlineData(0)]
    [InlineData(6 * MiB)]
    [InlineData(9 * MiB)]
    [InlineData(8 * MiB + 1)]
    [InlineData(258 * MiB)]
    [InlineData(ulong.MaxValue)]
    public void Any_other_memory_is_refused(ulong bytes) => AssertRefused(
        new DiskJobOptions { MemoryBytes = bytes }, "Guest memory must be a multiple of 2 MiB from 8 MiB to 256 MiB.");

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void There_are_two_rings_to_start_in(int ring) =>
        AssertRefused(new DiskJobOptions { Ring = ring }, "A guest starts in ring 3 or ring 0.");

    [Fact]
    public void Ring_0_is_for_KVM_alone()
    {
        new DiskJobOptions { Ring = 0, Machine = MachineKind.Kvm }.Validate();
        new DiskJobOptions { Ring = 0, Machine = MachineKind.Auto }.Validate();
        AssertRefused(
            new DiskJobOptions { Ring = 0, Machine = MachineKind.Process },
            "Ring 0 needs KVM: the process machine runs programs in ring 3 only.");
    }

    [Fact]
    public void There_are_two_machines_and_a_choice_between_them() => AssertRefused(
        new DiskJobOptions { Machine = (MachineKind)3 }, "The machine must be auto, kvm or process.");

    [Fact]
    public void There_are_three_transports() => AssertRefused(
        new DiskJobOptions { Transport = (Protocol.Transport)3 }, "The transport must be serial, console or shared.");

    [Fact]
    public void There_are_three_ways_with_holes() => AssertRefused(
        new DiskJobOptions { Sparse = (Protocol.SparseMode)3 }, "Holes are passed over as far as auto, always or never says.");

    [Fact]
    public void Direct_IO_is_for_two_files_and_moves_whole_pages()
    {
        new DiskJobOptions { Direct = DirectIo.Both, ChunkBytes = 4096 }.Validate();
        AssertRefused(new DiskJobOptions { Direct = (DirectIo)4 }, "Direct I/O is for the input, the output or both.");
        AssertRefused(
            new DiskJobOptions { Direct = DirectIo.Input, ChunkBytes = 512 },
            "With direct I/O, the chunk size must be a multiple of 4096 bytes.");
    }

    [Fact]
    public void Times_are_positive_or_infinite()
    {
        new DiskJobOptions { StallTimeout = Timeout.InfiniteTimeSpan, TimeLimit = TimeSpan.FromTicks(1) }.Validate();
        AssertRefused(new DiskJobOptions { StallTimeout = TimeSpan.Zero }, "The stall timeout must be more than zero.");
        AssertRefused(
            new DiskJobOptions { TimeLimit = TimeSpan.FromSeconds(-1) }, "The time limit must be more than zero.");
    }

    [Fact]
    public void A_progress_step_is_at_least_one_sector() =>
        AssertRefused(new DiskJobOptions { ProgressStep = 0 }, "The progress step must be at least one sector.");

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(513)]
    public void A_chunk_is_a_number_of_whole_sectors(ulong bytes) =>
        AssertRefused(new DiskJobOptions { ChunkBytes = bytes }, "The chunk size must be a multiple of 512 bytes.");

    private static void AssertRefused(DiskJobOptions options, string sentence)
    {
        var e = Assert.Throws<AirlockException>(options.Validate);
        Assert.Equal((AirlockError.Usage, sentence), (e.Error, e.Message));
    }
}
