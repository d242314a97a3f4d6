using Airlock.Hypervisor;

namespace Airlock.Vmm.Tests.Boot;

/// <summary>Every page of the machine, held against the contract.</summary>
public class PageTableTests
{
    private const PageRights Supervisor = PageRights.Read | PageRights.Write;
    private const PageRights ExceptionCode = PageRights.Read | PageRights.Execute;
    private const PageRights Constants = PageRights.Read | PageRights.User;
    private const PageRights Data = PageRights.Read | PageRights.Write | PageRights.User;
    private const PageRights FlatImage = Data | PageRights.Execute;

    [Theory]
    [InlineData(8 << 20)]
    [InlineData(64 << 20)]
    [InlineData(256 << 20)]
    public void Every_page_of_the_first_GiB_has_the_contracts_rights(ulong ramSize)
    {
        using var machine = new LoadedMachine(LoadedMachine.Flat, ramSize);
        for (ulong page = 0; page < 1 << 30; page += 0x1000)
        {
            PageRights rights = RightsOf(page, ramSize);
            PageMapping expected = rights == PageRights.None ? PageMapping.None : new PageMapping(page, rights);
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
        using var machine = new LoadedMachine(LoadedMachine.Flat);
        for (ulong index = 1; index < 512; index++)
        {
            Assert.Equal(PageMapping.None, machine.Walk(index << 30));
            Assert.Equal(PageMapping.None, machine.Walk(index << 39));
        }
    }

    [Fact]
    public void No_page_can_be_both_written_and_executed_but_a_flat_binarys_own()
    {
        using var machine = new LoadedMachine(LoadedMachine.Flat);
        for (ulong page = 0; page < LoadedMachine.DefaultRam; page += 0x1000)
        {
            bool isFlatImage = page is >= 0x1_0000 and < 0x2_0000;
            Assert.Equal(isFlatImage, machine.Walk(page).Rights.HasFlag(PageRights.Write | PageRights.Execute));
        }
    }

    /// <summary>The contract's section 1, for a flat binary.</summary>
    private static PageRights RightsOf(ulong page, ulong ramSize) => page switch
    {
        0 => PageRights.None,
        0xd000 => ExceptionCode,
        < 0xf000 => Supervisor,
        0xf000 => Constants,
        < 0x2_0000 => FlatImage,
        >= 0x1000_0000 and < 0x1020_0000 => Data,
        _ => page < ramSize ? Data : PageRights.None,
    };
}
