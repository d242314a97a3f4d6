using System.Reflection;
using Airlock.Kvm.Abi;

namespace Airlock.Kvm.Tests.Abi;

/// <summary>Numbers and structs of linux/kvm.h.</summary>
public class KvmAbiTests
{
    private static CAssertions Kvm => new CAssertions().Include("linux/kvm.h");

    [SkippableFact]
    public void A_wrong_number_does_not_compile()
    {
        string? complaints = Kvm.Equal("KVM_RUN", 1).Compile();
        Skip.If(complaints is null, "There is no gcc here.");
        Assert.NotEqual("", complaints);
    }

    [SkippableFact]
    public void Every_ioctl_number_is_the_header_s()
    {
        CAssertions program = Kvm.Equal("KVM_API_VERSION", KvmRequest.KVM_API_VERSION);
        PropertyInfo[] requests = typeof(KvmRequest).GetProperties(BindingFlags.Static | BindingFlags.NonPublic);
        Assert.True(requests.Length > 20);
        foreach (PropertyInfo request in requests)
        {
            program.Equal(request.Name, (nuint)request.GetValue(null)!);
        }

        program.Check();
    }

    [SkippableFact]
    public void Every_capability_is_the_header_s()
    {
        Dictionary<KvmCapability, string> names = new()
        {
            [KvmCapability.UserMemory] = "KVM_CAP_USER_MEMORY",
            [KvmCapability.SetTssAddress] = "KVM_CAP_SET_TSS_ADDR",
            [KvmCapability.ExtendedCpuid] = "KVM_CAP_EXT_CPUID",
            [KvmCapability.RecommendedVcpus] = "KVM_CAP_NR_VCPUS",
            [KvmCapability.MemorySlots] = "KVM_CAP_NR_MEMSLOTS",
            [KvmCapability.CoalescedMmio] = "KVM_CAP_COALESCED_MMIO",
            [KvmCapability.SyncMmu] = "KVM_CAP_SYNC_MMU",
            [KvmCapability.IrqFd] = "KVM_CAP_IRQFD",
            [KvmCapability.IoEventFd] = "KVM_CAP_IOEVENTFD",
            [KvmCapability.XSave] = "KVM_CAP_XSAVE",
            [KvmCapability.Xcrs] = "KVM_CAP_XCRS",
            [KvmCapability.MaxVcpus] = "KVM_CAP_MAX_VCPUS",
            [KvmCapability.ReadOnlyMemory] = "KVM_CAP_READONLY_MEM",
            [KvmCapability.IoEventFdAnyLength] = "KVM_CAP_IOEVENTFD_ANY_LENGTH",
            [KvmCapability.ImmediateExit] = "KVM_CAP_IMMEDIATE_EXIT",
            [KvmCapability.DisableExits] = "KVM_CAP_X86_DISABLE_EXITS",
            [KvmCapability.CoalescedPio] = "KVM_CAP_COALESCED_PIO",
        };
        CAssertions program = Kvm;
        foreach (KvmCapability capability in Enum.GetValues<KvmCapability>())
        {
            program.Equal(names[capability], (ulong)capability);
        }

        program.Check();
    }

    [SkippableFact]
    public void Flags_and_exit_reasons_are_the_header_s() => Kvm
        .Equal("KVM_MEM_READONLY", kvm_userspace_memory_region.KVM_MEM_READONLY)
        .Equal("KVM_IOEVENTFD_FLAG_DATAMATCH", kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DATAMATCH)
        .Equal("KVM_IOEVENTFD_FLAG_PIO", kvm_ioeventfd.KVM_IOEVENTFD_FLAG_PIO)
        .Equal("KVM_IOEVENTFD_FLAG_DEASSIGN", kvm_ioeventfd.KVM_IOEVENTFD_FLAG_DEASSIGN)
        .Equal("KVM_MAX_XCRS", kvm_xcrs.KVM_MAX_XCRS)
        .Equal("KVM_EXIT_IO_OUT", kvm_run.KVM_EXIT_IO_OUT)
        .Equal("KVM_EXIT_UNKNOWN", ExitReason.KVM_EXIT_UNKNOWN)
        .Equal("KVM_EXIT_IO", ExitReason.KVM_EXIT_IO)
        .Equal("KVM_EXIT_HLT", ExitReason.KVM_EXIT_HLT)
        .Equal("KVM_EXIT_MMIO", ExitReason.KVM_EXIT_MMIO)
        .Equal("KVM_EXIT_SHUTDOWN", ExitReason.KVM_EXIT_SHUTDOWN)
        .Equal("KVM_EXIT_FAIL_ENTRY", ExitReason.KVM_EXIT_FAIL_ENTRY)
        .Equal("KVM_EXIT_INTR", ExitReason.KVM_EXIT_INTR)
        .Equal("KVM_EXIT_INTERNAL_ERROR", ExitReason.KVM_EXIT_INTERNAL_ERROR)
        .Equal("KVM_EXIT_SYSTEM_EVENT", ExitReason.KVM_EXIT_SYSTEM_EVENT)
        .Check();

    [SkippableFact]
    public void Arguments_of_vm_ioctls_are_the_header_s() => Kvm
        .Size<kvm_userspace_memory_region>("struct kvm_userspace_memory_region")
        .Member("struct kvm_userspace_memory_region", "slot", (ref kvm_userspace_memory_region r) => r.slot = ~0u)
        .Member("struct kvm_userspace_memory_region", "flags", (ref kvm_userspace_memory_region r) => r.flags = ~0u)
        .Member("struct kvm_userspace_memory_region", "guest_phys_addr",
            (ref kvm_userspace_memory_region r) => r.guest_phys_addr = ~0ul)
        .Member("struct kvm_userspace_memory_region", "memory_size",
            (ref kvm_userspace_memory_region r) => r.memory_size = ~0ul)
        .Member("struct kvm_userspace_memory_region", "userspace_addr",
            (ref kvm_userspace_memory_region r) => r.userspace_addr = ~0ul)
        .Size<kvm_ioeventfd>("struct kvm_ioeventfd")
        .Member("struct kvm_ioeventfd", "datamatch", (ref kvm_ioeventfd r) => r.datamatch = ~0ul)
        .Member("struct kvm_ioeventfd", "addr", (ref kvm_ioeventfd r) => r.addr = ~0ul)
        .Member("struct kvm_ioeventfd", "len", (ref kvm_ioeventfd r) => r.len = ~0u)
        .Member("struct kvm_ioeventfd", "fd", (ref kvm_ioeventfd r) => r.fd = -1)
        .Member("struct kvm_ioeventfd", "flags", (ref kvm_ioeventfd r) => r.flags = ~0u)
        .Size<kvm_coalesced_mmio_zone>("struct kvm_coalesced_mmio_zone")
        .Member("struct kvm_coalesced_mmio_zone", "addr", (ref kvm_coalesced_mmio_zone r) => r.addr = ~0ul)
        .Member("struct kvm_coalesced_mmio_zone", "size", (ref kvm_coalesced_mmio_zone r) => r.size = ~0u)
        .Member("struct kvm_coalesced_mmio_zone", "pio", (ref kvm_coalesced_mmio_zone r) => r.pio = ~0u)
        .Check();

    [SkippableFact]
    public void The_coalesced_ring_is_the_header_s() => Kvm
        .Size<kvm_coalesced_mmio_ring>("struct kvm_coalesced_mmio_ring")
        .Member("struct kvm_coalesced_mmio_ring", "first", (ref kvm_coalesced_mmio_ring r) => r.first = ~0u)
        .Member("struct kvm_coalesced_mmio_ring", "last", (ref kvm_coalesced_mmio_ring r) => r.last = ~0u)
        .Equal("offsetof(struct kvm_coalesced_mmio_ring, coalesced_mmio)", 8)
        .Size<kvm_coalesced_mmio>("struct kvm_coalesced_mmio")
        .Member("struct kvm_coalesced_mmio", "phys_addr", (ref kvm_coalesced_mmio r) => r.phys_addr = ~0ul)
        .Member("struct kvm_coalesced_mmio", "len", (ref kvm_coalesced_mmio r) => r.len = ~0u)
        .Member("struct kvm_coalesced_mmio", "pio", (ref kvm_coalesced_mmio r) => r.pio = ~0u)
        .Member("struct kvm_coalesced_mmio", "data", (ref kvm_coalesced_mmio r) => r.data = ~0ul)
        .Check();

    [SkippableFact]
    public void Cpuid_and_xcrs_are_the_header_s() => Kvm
        .Size<kvm_cpuid2>("struct kvm_cpuid2")
        .Member("struct kvm_cpuid2", "nent", (ref kvm_cpuid2 r) => r.nent = ~0u)
        .Size<CpuidEntry>("struct kvm_cpuid_entry2")
        .Member("struct kvm_cpuid_entry2", "function", (ref CpuidEntry r) => r.Function = ~0u)
        .Member("struct kvm_cpuid_entry2", "index", (ref CpuidEntry r) => r.Index = ~0u)
        .Member("struct kvm_cpuid_entry2", "flags", (ref CpuidEntry r) => r.Flags = ~0u)
        .Member("struct kvm_cpuid_entry2", "eax", (ref CpuidEntry r) => r.Eax = ~0u)
        .Member("struct kvm_cpuid_entry2", "ebx", (ref CpuidEntry r) => r.Ebx = ~0u)
        .Member("struct kvm_cpuid_entry2", "ecx", (ref CpuidEntry r) => r.Ecx = ~0u)
        .Member("struct kvm_cpuid_entry2", "edx", (ref CpuidEntry r) => r.Edx = ~0u)
        .Size<kvm_xcr>("struct kvm_xcr")
        .Member("struct kvm_xcr", "xcr", (ref kvm_xcr r) => r.xcr = ~0u)
        .Member("struct kvm_xcr", "value", (ref kvm_xcr r) => r.value = ~0ul)
        .Size<kvm_xcrs>("struct kvm_xcrs")
        .Member("struct kvm_xcrs", "nr_xcrs", (ref kvm_xcrs r) => r.nr_xcrs = ~0u)
        .Member("struct kvm_xcrs", "flags", (ref kvm_xcrs r) => r.flags = ~0u)
        .Member("struct kvm_xcrs", "xcrs[0].value", (ref kvm_xcrs r) => r.xcrs[0].value = ~0ul)
        .Member("struct kvm_xcrs", "xcrs[15].value", (ref kvm_xcrs r) => r.xcrs[15].value = ~0ul)
        .Check();

    [SkippableFact]
    public void The_run_page_is_the_header_s() => Kvm
        .Member("struct kvm_run", "immediate_exit", (ref kvm_run r) => r.immediate_exit = 255)
        .Member("struct kvm_run", "exit_reason", (ref kvm_run r) => r.exit_reason = ~0u)
        .Member("struct kvm_run", "hw.hardware_exit_reason", (ref kvm_run r) => r.hw.hardware_exit_reason = ~0ul)
        .Member("struct kvm_run", "fail_entry.hardware_entry_failure_reason",
            (ref kvm_run r) => r.fail_entry.hardware_entry_failure_reason = ~0ul)
        .Member("struct kvm_run", "fail_entry.cpu", (ref kvm_run r) => r.fail_entry.cpu = ~0u)
        .Member("struct kvm_run", "io.direction", (ref kvm_run r) => r.io.direction = 255)
        .Member("struct kvm_run", "io.size", (ref kvm_run r) => r.io.size = 255)
        .Member("struct kvm_run", "io.port", (ref kvm_run r) => r.io.port = ushort.MaxValue)
        .Member("struct kvm_run", "io.count", (ref kvm_run r) => r.io.count = ~0u)
        .Member("struct kvm_run", "io.data_offset", (ref kvm_run r) => r.io.data_offset = ~0ul)
        .Member("struct kvm_run", "mmio.phys_addr", (ref kvm_run r) => r.mmio.phys_addr = ~0ul)
        .Member("struct kvm_run", "mmio.data", (ref kvm_run r) => r.mmio.data = ~0ul)
        .Member("struct kvm_run", "mmio.len", (ref kvm_run r) => r.mmio.len = ~0u)
        .Member("struct kvm_run", "mmio.is_write", (ref kvm_run r) => r.mmio.is_write = 255)
        .Member("struct kvm_run", "internal.suberror", (ref kvm_run r) => r.@internal.suberror = ~0u)
        .Member("struct kvm_run", "internal.ndata", (ref kvm_run r) => r.@internal.ndata = ~0u)
        .Member("struct kvm_run", "internal.data[0]", (ref kvm_run r) => r.@internal.data = ~0ul)
        .Equal(
            "sizeof(((struct kvm_run *)0)->internal.data) / sizeof(((struct kvm_run *)0)->internal.data[0])",
            kvm_run.internal_exit.MaxData)
        .Equal("offsetof(struct kvm_run, emulation_failure.flags) - offsetof(struct kvm_run, internal.data)", 0)
        .Equal("offsetof(struct kvm_run, emulation_failure.insn_size) - offsetof(struct kvm_run, internal.data)", 8)
        .Equal("offsetof(struct kvm_run, emulation_failure.insn_bytes) - offsetof(struct kvm_run, internal.data)", 9)
        .Member("struct kvm_run", "system_event.type", (ref kvm_run r) => r.system_event.type = ~0u)
        .Member("struct kvm_run", "system_event.ndata", (ref kvm_run r) => r.system_event.ndata = ~0u)
        .Member("struct kvm_run", "system_event.flags", (ref kvm_run r) => r.system_event.flags = ~0ul)
        .Check();
}
