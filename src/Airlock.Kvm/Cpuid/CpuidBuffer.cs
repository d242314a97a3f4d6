using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Kvm.Abi;

namespace Airlock.Kvm;

/// <summary>The argument of the CPUID ioctls: struct kvm_cpuid2 with its entries behind it.</summary>
internal static unsafe class CpuidBuffer
{
    /// <summary>More than any CPU has; a kernel that wants more is not believed.</summary>
    private const int MaxEntries = 4096;

    /// <summary>Asks until the room suffices: the kernel doesn't say beforehand how many entries there are.</summary>
    internal static CpuidTable Get(SafeHandle fd, nuint request, string operation)
    {
        for (int room = 128; room <= MaxEntries; room *= 2)
        {
            byte[] buffer = new byte[SizeOf(room)];
            ref kvm_cpuid2 head = ref MemoryMarshal.AsRef<kvm_cpuid2>(buffer.AsSpan());
            head.nent = (uint)room;

            // SAFETY: ioctl pins the head, and with it the array that the entries are in too.
            if (LibC.ioctl(fd, request, ref head) >= 0)
            {
                int count = (int)Math.Min(head.nent, (uint)room);
                return new CpuidTable(EntriesOf(buffer)[..count]);
            }

            if (Marshal.GetLastPInvokeError() != Errno.E2BIG)
            {
                throw KvmException.FromLastError(operation);
            }
        }

        throw KvmException.FromLastError(operation);
    }

    internal static void Set(SafeHandle fd, nuint request, ReadOnlySpan<CpuidEntry> entries, string operation)
    {
        byte[] buffer = new byte[SizeOf(entries.Length)];
        ref kvm_cpuid2 head = ref MemoryMarshal.AsRef<kvm_cpuid2>(buffer.AsSpan());
        head.nent = (uint)entries.Length;
        entries.CopyTo(EntriesOf(buffer));
        Handles.KvmIoctl.Call(fd, request, ref head, operation);
    }

    private static int SizeOf(int entries) => sizeof(kvm_cpuid2) + (entries * sizeof(CpuidEntry));

    private static Span<CpuidEntry> EntriesOf(byte[] buffer) =>
        MemoryMarshal.Cast<byte, CpuidEntry>(buffer.AsSpan(sizeof(kvm_cpuid2)));
}
