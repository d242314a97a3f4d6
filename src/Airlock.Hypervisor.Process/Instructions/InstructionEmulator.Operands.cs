using System.Runtime.Intrinsics;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>Instructions with one operand in memory, and those with one port.</summary>
internal sealed partial class InstructionEmulator
{
    private EmulationStep StartOperand(ref UserRegisters registers)
    {
        ulong next = registers.Rip + _instruction.Length;
        ulong address = _instruction.Memory.AddressIn(ref registers, next);
        bool isMisaligned = _instruction.IsAligned && address % _instruction.Width != 0;
        if (isMisaligned || !DeviceAccess.IsInWindows(address, _instruction.Width))
        {
            return EmulationStep.Refused;
        }

        WantDevice(isWrite: _instruction.Operation is Operation.Store or Operation.VectorStore, address);
        if (_instruction.Operation == Operation.Store)
        {
            Value = OtherOperand(ref registers);
        }
        else if (_instruction.Operation == Operation.VectorStore)
        {
            vectors.Read(_instruction.Vector).CopyTo(_data);
        }

        return EmulationStep.Exit;
    }

    private EmulationStep StartPort(ref UserRegisters registers)
    {
        ulong port = _instruction.HasImmediate ? (ulong)_instruction.Immediate : registers.Rdx;
        WantPort(isWrite: _instruction.Operation == Operation.Out, port, _instruction.Width);
        if (_access.IsWrite)
        {
            Value = GeneralRegister.Read(ref registers, _instruction.Register);
        }

        return EmulationStep.Exit;
    }

    private EmulationStep ContinueOperand(ref UserRegisters registers)
    {
        if (_access.IsWrite)
        {
            return Finish(ref registers);
        }

        switch (_instruction.Operation)
        {
            case Operation.Load or Operation.In:
                GeneralRegister.Write(ref registers, _instruction.Register, Value);
                break;
            case Operation.LoadSigned:
                int unused = 64 - (8 * _instruction.Width);
                GeneralRegister.Write(
                    ref registers, _instruction.Register, (ulong)((long)(Value << unused) >> unused));
                break;
            case Operation.VectorLoad:
                _data.AsSpan(_access.Length, Vector128<byte>.Count - _access.Length).Clear();
                vectors.Write(_instruction.Vector, Vector128.Create(_data));
                break;
            case Operation.ComputeRegister:
                ComputeRegister(ref registers);
                break;
            case Operation.ComputeMemory:
                return ComputeMemory(ref registers);
        }

        return Finish(ref registers);
    }

    private void ComputeRegister(ref UserRegisters registers)
    {
        ulong left = GeneralRegister.Read(ref registers, _instruction.Register);
        ulong result = Arithmetic.Compute(
            _instruction.Arithmetic, left, Value, _instruction.Width, ref registers.Eflags);
        if (!Arithmetic.IsDiscarded(_instruction.Arithmetic))
        {
            GeneralRegister.Write(ref registers, _instruction.Register, result);
        }
    }

    /// <summary>What was read is the first operand; the result goes back there.</summary>
    private EmulationStep ComputeMemory(ref UserRegisters registers)
    {
        ulong right = OtherOperand(ref registers);
        ulong result = Arithmetic.Compute(
            _instruction.Arithmetic, Value, right, _instruction.Width, ref registers.Eflags);
        if (Arithmetic.IsDiscarded(_instruction.Arithmetic))
        {
            return Finish(ref registers);
        }

        WantDevice(isWrite: true, _access.Address);
        Value = result;
        return EmulationStep.Exit;
    }

    private ulong OtherOperand(ref UserRegisters registers) => _instruction.HasImmediate
        ? (ulong)_instruction.Immediate
        : GeneralRegister.Read(ref registers, _instruction.Register);
}
