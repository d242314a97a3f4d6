using Airlock.Memory;
using Airlock.Testing;

namespace Airlock.Hypervisor.Tests;

public sealed class ProgramLoaderTests : IDisposable
{
    private const ulong BootConfiguration = 0xf000;

    private readonly GuestMemory _memory = GuestMemory.Allocate(TestProgram.DefaultRam);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_flat_binary_lies_at_0x10000_with_zeros_behind_it()
    {
        Load(TestProgram.FlatOf(0x90, 0xf4));
        byte[] room = Bytes(0x1_0000, 0x1_0000);
        Assert.Equal([0x90, 0xf4], room[..2]);
        Assert.Equal(-1, room.AsSpan(2).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Segments_lie_at_their_addresses()
    {
        Load(TestProgram.Of(TestProgram.Code(0x4_0000), TestProgram.Data(0x5_0000)));
        Assert.Equal([0xf4, 0], Bytes(0x4_0000, 2));
        Assert.Equal([1, 2, 3, 0], Bytes(0x5_0000, 4));
    }

    [Theory]
    [InlineData(0xf000)]
    [InlineData(0x15_0000)]
    public void The_boot_configuration_lies_where_it_is_told_to(ulong address)
    {
        byte[] configuration = [2, 0, 8, 1];
        Load(TestProgram.Flat with { BootConfiguration = configuration }, address);
        Assert.Equal([.. configuration, 0], Bytes(address, 5));
    }

    [Fact]
    public void A_boot_configuration_may_fill_its_page()
    {
        byte[] configuration = [.. Enumerable.Repeat((byte)7, 0x1000)];
        Load(TestProgram.Flat with { BootConfiguration = configuration });
        Assert.Equal(configuration, Bytes(BootConfiguration, 0x1000));
    }

    [Fact]
    public void One_that_is_longer_reaches_no_other_page()
    {
        GuestProgram program = TestProgram.Of(TestProgram.Code(0x4_0000)) with { BootConfiguration = new byte[0x1001] };
        Assert.ThrowsAny<ArgumentException>(() => Load(program));
    }

    [Fact]
    public void A_program_that_needs_more_RAM_is_refused_with_the_way_out()
    {
        var e = Assert.Throws<GuestProgramException>(() => Load(TestProgram.Of(TestProgram.Data(0x7f_f000, 0x1001))));
        Assert.Equal(
            "'guest' needs RAM up to 0x800001, where the machine has 0x800000; give it more with --memory.", e.Message);
    }

    [Fact]
    public void All_else_stays_zero()
    {
        Load(TestProgram.Flat);
        Assert.Equal(-1, Bytes(0, 0x1_0000).AsSpan().IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, Bytes(0x2_0000, 0x1_0000).AsSpan().IndexOfAnyExcept((byte)0));
    }

    private void Load(GuestProgram program, ulong bootConfiguration = BootConfiguration) =>
        ProgramLoader.Load(_memory, program, bootConfiguration);

    private byte[] Bytes(ulong address, int length) => _memory.TryGetSpan(address, (ulong)length, out Span<byte> span)
        ? span.ToArray()
        : throw new ArgumentOutOfRangeException(nameof(address));
}
