using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>What KVM says when it can't go on. KVM API, 5 (KVM_EXIT_INTERNAL_ERROR).</summary>
public readonly ref struct InternalErrorExit
{
    private const uint Emulation = 1; // KVM_INTERNAL_ERROR_EMULATION
    private const ulong HasInstructionBytes = 1; // KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES
    private const int MaxInstructionBytes = 15; // Intel SDM volume 2, 2.3.11

    private readonly ReadOnlySpan<byte> _data;

    internal InternalErrorExit(uint suberror, ReadOnlySpan<byte> data)
    {
        Suberror = suberror;
        _data = data;
    }

    /// <summary>KVM_INTERNAL_ERROR_*; 1 is an instruction that KVM can't emulate.</summary>
    public uint Suberror { get; }

    /// <summary>Further numbers, 16 at most, whose meaning depends on <see cref="Suberror"/>.</summary>
    public ReadOnlySpan<ulong> Data => MemoryMarshal.Cast<byte, ulong>(_data);

    /// <summary>The instruction that couldn't be emulated, where KVM says; else empty.</summary>
    public ReadOnlySpan<byte> InstructionBytes
    {
        get
        {
            // struct emulation_failure: 8 bytes of flags, a length, up to 15 bytes.
            if (Suberror != Emulation || Data.Length < 3 || (Data[0] & HasInstructionBytes) == 0)
            {
                return [];
            }

            return _data.Slice(9, Math.Min((int)_data[8], MaxInstructionBytes));
        }
    }
}
