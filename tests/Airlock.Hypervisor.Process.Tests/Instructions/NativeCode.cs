using System.Buffers.Binary;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>A function without arguments that runs one instruction with registers from fixed addresses.</summary>
/// <param name="state">Address of a <see cref="NativeState"/> below 2 GiB.</param>
internal sealed class NativeCode(ulong state)
{
    private const int Rsp = 4;

    /// <summary>PUSH of RBX, RBP and R12 to R15, which belong to the caller; and the way back.</summary>
    private static readonly byte[] s_push = [0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57];
    private static readonly byte[] s_popAndReturn =
        [0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3];

    /// <summary>Loads everything; the instruction follows.</summary>
    public byte[] Prologue()
    {
        List<byte> code = [.. s_push, 0x9c, 0x8f, .. At(0, NativeState.HostFlagsOffset)]; // PUSHFQ; POP
        ForVectors(code, 0x6f);
        code.AddRange([0xff, .. At(6, NativeState.FlagsOffset), 0x9d]); // PUSH; POPFQ
        ForGeneral(code, 0x8b);
        return [.. code];
    }

    /// <summary>Saves everything and returns.</summary>
    public byte[] Epilogue()
    {
        List<byte> code = [];
        ForGeneral(code, 0x89);
        code.AddRange([0x9c, 0x8f, .. At(0, NativeState.FlagsOffset)]);
        code.AddRange([0xff, .. At(6, NativeState.HostFlagsOffset), 0x9d]);
        ForVectors(code, 0x7f);
        return [.. code, .. s_popAndReturn];
    }

    /// <summary>MOV of all general registers but RSP.</summary>
    private void ForGeneral(List<byte> code, byte opcode)
    {
        for (int i = 0; i < NativeState.RegisterCount; i++)
        {
            if (i != Rsp)
            {
                code.AddRange([(byte)(0x48 | ((i >> 3) << 2)), opcode, .. At(i & 7, i * sizeof(ulong))]);
            }
        }
    }

    /// <summary>MOVDQU of all XMM registers.</summary>
    private void ForVectors(List<byte> code, byte opcode)
    {
        for (int i = 0; i < NativeState.RegisterCount; i++)
        {
            byte rex = (byte)(0x40 | ((i >> 3) << 2));
            code.AddRange([0xf3, rex, 0x0f, opcode, .. At(i & 7, NativeState.VectorsOffset + (16 * i))]);
        }
    }

    /// <summary>ModRM, SIB and displacement of a place in the state.</summary>
    private byte[] At(int register, int offset)
    {
        byte[] operand = [(byte)((register << 3) | 4), 0x25, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(operand.AsSpan(2), (uint)state + (uint)offset);
        return operand;
    }
}
