using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;

namespace Airlock.Kvm.Tests;

/// <summary>Run pages that no kernel should write: nothing outside the mapping may become visible.</summary>
public sealed unsafe class InvalidExitTests : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    [SkippableTheory]
    [InlineData(0x1000, 1, 1, true)]
    [InlineData(0xfff, 1, 1, true)]
    [InlineData(0x1000, 4, uint.MaxValue, false)]
    [InlineData(0x1000, 255, uint.MaxValue, false)]
    [InlineData(ulong.MaxValue, 1, 1, false)]
    [InlineData(ulong.MaxValue - 3, 4, 1, false)]
    [InlineData(0x7fffffff, 1, 1, false)]
    [InlineData(0x80000000, 1, 1, false)]
    public void Port_data_outside_the_mapping_is_refused(ulong offset, byte size, uint count, bool valid)
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = ExitReason.KVM_EXIT_IO;
        mapping.Run->io = new() { data_offset = offset, size = size, count = count };
        AssertDecodes(mapping, valid);
    }

    [SkippableFact]
    public void Port_data_may_reach_the_mapping_s_end_but_not_beyond()
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = ExitReason.KVM_EXIT_IO;
        mapping.Run->io = new() { data_offset = (ulong)mapping.Length - 4, size = 4, count = 1 };
        AssertDecodes(mapping, valid: true);
        mapping.Run->io.data_offset++;
        AssertDecodes(mapping, valid: false);
    }

    [SkippableTheory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(uint.MaxValue, false)]
    public void A_memory_access_of_more_than_eight_bytes_is_refused(uint length, bool valid)
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = ExitReason.KVM_EXIT_MMIO;
        mapping.Run->mmio = new() { len = length };
        AssertDecodes(mapping, valid);
    }

    [SkippableFact]
    public void An_internal_error_shows_sixteen_numbers_at_most()
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = ExitReason.KVM_EXIT_INTERNAL_ERROR;
        mapping.Run->@internal = new() { suberror = 2, ndata = uint.MaxValue };
        Assert.Equal(16, ExitDecoder.Decode(mapping).InternalError.Data.Length);
        Assert.Equal(2u, ExitDecoder.Decode(mapping).InternalError.Suberror);
        Assert.True(ExitDecoder.Decode(mapping).InternalError.InstructionBytes.IsEmpty);
    }

    [SkippableFact]
    public void The_instruction_that_could_not_be_emulated_is_shown()
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = ExitReason.KVM_EXIT_INTERNAL_ERROR;
        mapping.Run->@internal = new() { suberror = 1, ndata = 4, data = 1 };
        byte* instruction = (byte*)&mapping.Run->@internal.data + 8;
        (instruction[0], instruction[1], instruction[2]) = (2, 0x0f, 0x0b);
        Assert.Equal<byte>([0x0f, 0x0b], ExitDecoder.Decode(mapping).InternalError.InstructionBytes.ToArray());
        instruction[0] = 255;
        Assert.Equal(15, ExitDecoder.Decode(mapping).InternalError.InstructionBytes.Length);
    }

    [SkippableTheory]
    [InlineData(4711, VcpuExitKind.Unknown, 0)]
    [InlineData(ExitReason.KVM_EXIT_UNKNOWN, VcpuExitKind.Unknown, 77)]
    [InlineData(ExitReason.KVM_EXIT_FAIL_ENTRY, VcpuExitKind.FailEntry, 77)]
    [InlineData(ExitReason.KVM_EXIT_SHUTDOWN, VcpuExitKind.Shutdown, 0)]
    [InlineData(ExitReason.KVM_EXIT_INTR, VcpuExitKind.Interrupted, 0)]
    public void A_reason_keeps_its_number_and_its_code(uint reason, VcpuExitKind kind, ulong code)
    {
        VcpuMapping mapping = Map();
        mapping.Run->exit_reason = reason;
        mapping.Run->hw.hardware_exit_reason = 77; // fail_entry has its code in the same place
        VcpuExit exit = ExitDecoder.Decode(mapping);
        Assert.Equal(kind, exit.Kind);
        Assert.Equal(reason, exit.Reason);
        Assert.Equal(code, exit.HardwareReason);
    }

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());

    private static void AssertDecodes(VcpuMapping mapping, bool valid)
    {
        if (valid)
        {
            ExitDecoder.Decode(mapping);
        }
        else
        {
            KvmException refusal = Assert.Throws<KvmException>(() => ExitDecoder.Decode(mapping).Kind);
            Assert.Equal(KvmErrorKind.InvalidExit, refusal.Kind);
        }
    }

    private VcpuMapping Map()
    {
        Skip.IfNot(File.Exists("/dev/kvm"), "There is no /dev/kvm here.");
        KvmSystemHandle system = KvmSystemHandle.Open("/dev/kvm");
        KvmVmHandle vm = KvmVmHandle.Create(system);
        KvmVcpuHandle vcpu = KvmVcpuHandle.Create(vm, 0);
        int length = KvmIoctl.Call(system, KvmRequest.KVM_GET_VCPU_MMAP_SIZE, 0, "KVM_GET_VCPU_MMAP_SIZE");
        VcpuMapping mapping = VcpuMapping.Map(vcpu, length);
        _owned.AddRange([system, vm, vcpu, mapping]);
        return mapping;
    }
}
