namespace Airlock.Kvm;

/// <summary>
/// What CPUID tells a guest. Begin with <see cref="KvmSystem.GetSupportedCpuid"/>, take away what the guest shall not
/// see, and give it to <see cref="KvmVcpu.SetCpuid"/>.
/// </summary>
public sealed class CpuidTable
{
    private CpuidEntry[] _entries;

    /// <summary>Makes a table of the given entries.</summary>
    /// <param name="entries">Copied.</param>
    public CpuidTable(ReadOnlySpan<CpuidEntry> entries)
    {
        _entries = entries.ToArray();
    }

    /// <summary>The entries, to look at or to change in place.</summary>
    public Span<CpuidEntry> Entries => _entries;

    /// <summary>Hides features: clears bits in one leaf, if the table has it.</summary>
    /// <param name="function">The leaf.</param>
    /// <param name="index">The sub-leaf, 0 for leaves that have none.</param>
    /// <param name="register">The register that holds the bits.</param>
    /// <param name="bits">Set where a bit is to be cleared.</param>
    public void ClearBits(uint function, uint index, CpuidRegister register, uint bits)
    {
        foreach (ref CpuidEntry entry in _entries.AsSpan())
        {
            if (entry.Function == function && entry.Index == index)
            {
                ClearBits(ref entry, register, bits);
            }
        }
    }

    /// <summary>Removes entries altogether; a guest that asks for a leaf without an entry reads zeros.</summary>
    /// <param name="unwanted">Says which entries to remove.</param>
    public void Remove(Predicate<CpuidEntry> unwanted)
    {
        _entries = Array.FindAll(_entries, entry => !unwanted(entry));
    }

    private static void ClearBits(ref CpuidEntry entry, CpuidRegister register, uint bits)
    {
        switch (register)
        {
            case CpuidRegister.Eax:
                entry.Eax &= ~bits;
                break;
            case CpuidRegister.Ebx:
                entry.Ebx &= ~bits;
                break;
            case CpuidRegister.Ecx:
                entry.Ecx &= ~bits;
                break;
            case CpuidRegister.Edx:
                entry.Edx &= ~bits;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(register), register, "Not a register of CPUID.");
        }
    }
}
