using Airlock.Protocol;

namespace Airlock.Peers.Tests;

/// <summary>
/// The copy guest, as shipped, on a machine and with devices that read the same specification elsewhere.
/// </summary>
public sealed class MicroVmTests
{
    private const int FiftySectors = 25_600;
    private const string Blocks4K = ",logical_block_size=4096,physical_block_size=4096";

    [SkippableFact]
    public void Fifty_sectors_give_the_lines_of_the_contract()
    {
        using var vm = new MicroVm(FiftySectors);
        PeerTalk talk = vm.Run();
        string[] expected =
        [
            "[INFO] init stage=probe device=input address=0xfeb00000",
            "[INFO] init stage=queue device=input address=0x100",
            "[INFO] capacity device=input sectors=50 bytes=25600",
            "[INFO] init stage=probe device=output address=0xfeb02e00",
            "[INFO] init stage=queue device=output address=0x100",
            "[INFO] capacity device=output sectors=50 bytes=25600",
            "[PROGRESS] progress op=copy 1/50 (2%)",
            "[PROGRESS] progress op=copy 11/50 (22%)",
            "[PROGRESS] progress op=copy 21/50 (42%)",
            "[PROGRESS] progress op=copy 31/50 (62%)",
            "[PROGRESS] progress op=copy 41/50 (82%)",
            "[PROGRESS] progress op=copy 50/50 (100%)",
            "[COMPLETE] complete op=copy count=50 success=true",
        ];
        Assert.Equal(expected, talk.LinesOfAnyQemu);
        Assert.Equal(1UL << 5, talk.FeaturesOf("input") & 1UL << 5); // RO
        Assert.Equal(vm.InputBytes, vm.OutputBytes);
    }

    [SkippableTheory]
    [InlineData(0, "copy.bin")]
    [InlineData(512, "copy.bin")]
    [InlineData(FiftySectors, "copy.elf")]
    [InlineData(5 << 20, "copy.elf")]
    [InlineData((9 << 20) + 512, "copy.bin")]
    public void Any_size_arrives(int bytes, string image)
    {
        using var vm = new MicroVm(bytes) { Image = image };
        CheckCopied(vm, vm.Run());
    }

    [SkippableTheory]
    [InlineData(0xf000u)]
    [InlineData(0x1_eff0u - 0x100u)]
    [InlineData(0x3_0000u)]
    public void The_configuration_may_lie_in_any_page(uint address)
    {
        using var vm = new MicroVm(FiftySectors) { Rdi = address };
        CheckCopied(vm, vm.Run());
    }

    [SkippableFact]
    public void Without_a_configuration_the_devices_are_looked_for_where_the_contract_has_them()
    {
        using var vm = new MicroVm(FiftySectors) { Rdi = 0 };
        string[] expected =
        [
            "[ERROR] error op=probe device=input sector=0 status=256", // nothing of QEMU's lies there
            "[COMPLETE] complete op=copy count=0 success=false",
        ];
        Assert.Equal(expected, vm.Run().Lines);
    }

    [SkippableTheory]
    [InlineData(",iommu_platform=on")]
    [InlineData(",iommu_platform=on,packed=on")]
    [InlineData(",event_idx=off,packed=off")]
    [InlineData(",queue-size=4")]
    [InlineData(",queue-size=1024,num-queues=4,indirect_desc=off")]
    public void What_a_device_offers_beside_what_is_needed_does_no_harm(string options)
    {
        using var vm = new MicroVm(1 << 20);
        vm.Input = vm.Input with { DeviceOptions = options };
        vm.Output = vm.Output with { DeviceOptions = options };
        CheckCopied(vm, vm.Run());
    }

    [SkippableTheory]
    [InlineData(Blocks4K, "")]
    [InlineData("", Blocks4K)]
    [InlineData(Blocks4K, Blocks4K)]
    public void Blocks_of_4_KiB_are_read_and_written_whole(string input, string output)
    {
        using var vm = new MicroVm(48 * 512);
        vm.Input = vm.Input with { DeviceOptions = input };
        vm.Output = vm.Output with { DeviceOptions = output };
        PeerTalk talk = vm.Run();
        CheckCopied(vm, talk);
        Assert.Equal([1ul, 11, 21, 31, 41, 48], talk.Marks);
    }

    [SkippableFact]
    public void Zeroes_are_written_without_data()
    {
        using var vm = new MicroVm(1 << 20);
        Array.Clear(vm.InputBytes, 100_000, 800_000);
        File.WriteAllBytes(vm.Input.FileName, vm.InputBytes);
        CheckCopied(vm, vm.Run(new VmmConfig { Sparse = SparseMode.Always }));
    }

    [SkippableFact]
    public void A_bad_sector_costs_itself_and_not_its_neighbors()
    {
        using var vm = new MicroVm(FiftySectors);
        vm.Input = vm.Input with { FaultOptions = FifthSectorFails("read_aio") };
        CheckFifthSectorLost(vm, "[ERROR] error op=read device=input sector=5 status=1");
    }

    [SkippableFact]
    public void A_sector_that_can_not_be_written_does_neither()
    {
        using var vm = new MicroVm(FiftySectors);
        vm.Output = vm.Output with { FaultOptions = FifthSectorFails("write_aio") };
        CheckFifthSectorLost(vm, "[ERROR] error op=write device=output sector=5 status=1");
    }

    [SkippableFact]
    public void A_flush_that_fails_is_told()
    {
        using var vm = new MicroVm(FiftySectors);
        vm.Output = vm.Output with
        {
            FaultOptions = ",file.inject-error.0.event=flush_to_disk,file.inject-error.0.errno=5",
        };
        PeerTalk talk = vm.Run();
        Assert.Equal(["[ERROR] error op=flush device=output sector=0 status=1"], talk.Errors);
        Assert.Equal("[COMPLETE] complete op=copy count=50 success=false", talk.LastLine);
    }

    [SkippableFact]
    public void A_read_only_output_is_one_error()
    {
        using var vm = new MicroVm(FiftySectors);
        vm.Output = vm.Output with { DriveOptions = ",read-only=on" };
        PeerTalk talk = vm.Run();
        Assert.Equal(["[ERROR] error op=features device=output sector=0 status=529"], talk.Errors);
        Assert.Equal("[COMPLETE] complete op=copy count=0 success=false", talk.LastLine);
    }

    [SkippableFact]
    public void A_reader_that_comes_late_loses_nothing()
    {
        const int sectors = 5000; // with a message each, more than a pipe holds
        using var vm = new MicroVm(sectors * 512) { ReadsAfter = TimeSpan.FromSeconds(2) };
        PeerTalk talk = vm.Run(new VmmConfig { ProgressStep = 1 });
        CheckCopied(vm, talk);
        Assert.Equal(sectors, talk.Marks.Count());
    }

    private static void CheckCopied(MicroVm vm, PeerTalk talk)
    {
        Assert.Empty(talk.Errors);
        Assert.Equal($"[COMPLETE] complete op=copy count={vm.InputBytes.Length / 512} success=true", talk.LastLine);
        Assert.True(vm.InputBytes.AsSpan().SequenceEqual(vm.OutputBytes));
    }

    private static void CheckFifthSectorLost(MicroVm vm, string error)
    {
        PeerTalk talk = vm.Run();
        Assert.Equal([error], talk.Errors);
        Assert.Equal("[COMPLETE] complete op=copy count=49 success=false", talk.LastLine);
        byte[] output = vm.OutputBytes;
        Assert.True(vm.InputBytes.AsSpan(0, 5 * 512).SequenceEqual(output.AsSpan(0, 5 * 512)));
        Assert.Equal(-1, output.AsSpan(5 * 512, 512).IndexOfAnyExcept((byte)0xa5));
        Assert.True(vm.InputBytes.AsSpan(6 * 512).SequenceEqual(output.AsSpan(6 * 512)));
    }

    private static string FifthSectorFails(string when) =>
        $",file.inject-error.0.event={when},file.inject-error.0.sector=5,file.inject-error.0.errno=5";
}
