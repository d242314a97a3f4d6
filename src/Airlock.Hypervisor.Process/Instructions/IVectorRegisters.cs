using System.Runtime.Intrinsics;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>The XMM registers of the stopped guest; fetched and set only for an instruction that names one.</summary>
internal interface IVectorRegisters
{
    /// <param name="number">0 to 15.</param>
    /// <returns>Zeroes if the guest has just been killed.</returns>
    Vector128<byte> Read(int number);

    /// <param name="number">0 to 15.</param>
    void Write(int number, Vector128<byte> value);
}
