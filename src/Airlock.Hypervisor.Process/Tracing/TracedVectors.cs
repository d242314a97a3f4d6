using System.Runtime.Intrinsics;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tracing;

/// <summary>The XMM registers of a traced process that stands still.</summary>
internal sealed class TracedVectors(TracedProcess process) : IVectorRegisters
{
    private FloatingPointState _state;

    public Vector128<byte> Read(int number) =>
        process.TryRead(ref _state) ? _state.Vectors[number] : Vector128<byte>.Zero;

    public void Write(int number, Vector128<byte> value)
    {
        if (process.TryRead(ref _state))
        {
            _state.Vectors[number] = value;
            process.TryWrite(ref _state);
        }
    }
}
