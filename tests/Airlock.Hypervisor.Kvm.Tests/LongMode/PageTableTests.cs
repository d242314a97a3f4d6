using Airlock.Testing;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>Every page of the machine, held against the contract.</summary>
public class PageTableTests
{
    private const PageRights Data = PageRights.Read | PageRights.Write;
    private const PageRights Code = PageRights.Read | PageRights.Execute;

    [Theory]
    [InlineData(8 << 20)]
    [InlineData(64 << 20)]
    [InlineData(256 << 20)]
    public void Every_page_of_the_first_GiB_has_the_contracts_rights(ulong ramSize)
    {
        using var machine = new LoadedMachine(TestProgram.Flat with { MemoryBytes = ramSize });
        for (ulong page = 0; page < 1 << 30; page += 0x1000)
        {
            PageMapping expected = MappingOf(page, ramSize);
            PageMapping mapping = machine.Walk(page);
            if (mapping != expected)
            {
                Assert.Fail($"0x{page:x} is {mapping}, where the contract has {expected}.");
            }
        }
    }

    [Fact]
    public void Nothing_is_mapped_beyond_the_first_GiB()
    {
        using var machine = new LoadedMachine(TestProgram.Flat);
        for (ulong index = 1; index < 512; index++)
        {
            Assert.Equal(PageMapping.None, machine.Walk(index << 30));
            Assert.Equal(PageMapping.None, machine.Walk(index << 39));
        }
    }

    [Fact]
    public void No_page_can_be_both_written_and_executed_but_a_flat_binarys_own()
    {
        using var machine = new LoadedMachine(TestProgram.Flat);
        for (ulong page = 0; page < TestProgram.DefaultRam; page += 0x1000)
        {
            bool isFlatImage = page is >= 0x1_0000 and < 0x2_0000;
            Assert.Equal(isFlatImage, machine.Walk(page).Rights.HasFlag(PageRights.Write | PageRights.Execute));
        }
    }

    [Fact]
    public void Page_0_and_the_stack_are_zero()
    {
        using var machine = new LoadedMachine(TestProgram.Flat);
        Assert.Equal(-1, machine.Bytes(0, 0x1000).AsSpan().IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, machine.Bytes(0x2_0000, 0x1_0000).AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void The_boot_configuration_lies_at_0xf000()
    {
        byte[] configuration = [2, 0, 8, 1];
        using var machine = new LoadedMachine(TestProgram.Flat with { BootConfiguration = configuration });
        Assert.Equal(configuration, machine.Bytes(0xf000, 4));
    }

    /// <summary>The contract's section 1, for a flat binary.</summary>
    private static PageMapping MappingOf(ulong page, ulong ramSize) => page switch
    {
        0 => PageMapping.None,
        0xd000 => PageMapping.Supervisor(page, Code),
        < 0xf000 => PageMapping.Supervisor(page, Data),
        0xf000 => PageMapping.User(page, PageRights.Read),
        < 0x2_0000 => PageMapping.User(page, Data | PageRights.Execute),
        >= 0x1000_0000 and < 0x1020_0000 => PageMapping.User(page, Data),
        _ => page < ramSize ? PageMapping.User(page, Data) : PageMapping.None,
    };
}
