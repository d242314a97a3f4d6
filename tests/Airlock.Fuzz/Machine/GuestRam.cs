using Airlock.Fuzz.Engine;
using Airlock.Testing.Model;

namespace Airlock.Fuzz.Machine;

/// <summary>
/// Guest RAM and what it should hold. The guest writes to both; a device writes to the one, its model to the other.
/// </summary>
internal sealed class GuestRam : IDisposable
{
    /// <summary>As in the machine: below is the VMM's own.</summary>
    public const ulong FirstOpen = 0x1_0000;

    private readonly byte[] _template;

    /// <param name="openLength">Bytes that devices may touch.</param>
    public GuestRam(int openLength)
    {
        Real = new GuardedMemory(FirstOpen + (ulong)openLength, FirstOpen);
        Model = new ModelRam((int)FirstOpen + openLength, (int)FirstOpen);
        _template = new byte[openLength];
        for (int i = 0; i < openLength; i++)
        {
            _template[i] = (byte)((i * 7) ^ (i >> 6));
        }
    }

    public GuardedMemory Real { get; }

    public ModelRam Model { get; }

    /// <summary>Begins a case: RAM holds what it always holds then.</summary>
    public void Refill()
    {
        _template.CopyTo(Real.Open);
        _template.CopyTo(Model.Open);
    }

    /// <summary>The guest writes, as far as there is RAM.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (Model.Contains(address, (ulong)bytes.Length))
        {
            int offset = (int)(address - FirstOpen);
            bytes.CopyTo(Real.Open[offset..]);
            bytes.CopyTo(Model.Open[offset..]);
        }
    }

    /// <summary>Zeroes, where a driver makes room for a queue.</summary>
    public void Clear(ulong address, ulong length)
    {
        if (Model.Contains(address, length))
        {
            int offset = (int)(address - FirstOpen);
            Real.Open.Slice(offset, (int)length).Clear();
            Model.Open.Slice(offset, (int)length).Clear();
        }
    }

    /// <summary>A device has written nothing but what its model has.</summary>
    public void CheckAgreement()
    {
        FindingException.ThrowUnless(
            Real.Open.SequenceEqual(Model.Open),
            $"RAM at 0x{FirstOpen + (ulong)Real.Open.CommonPrefixLength(Model.Open):x} isn't what it should be.");
    }

    /// <summary>Takes over what a device has written in a case that its model can't foresee.</summary>
    public void BelieveDevice() => Real.Open.CopyTo(Model.Open);

    public void CheckHidden() =>
        FindingException.ThrowUnless(Real.HiddenIsIntact(), "Something was written into the VMM's part of RAM.");

    public void Dispose() => Real.Dispose();
}
