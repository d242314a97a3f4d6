namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>
/// Carries out the instructions that trap because they use a port or a device's window. One at a time, for one guest;
/// allocates nothing for any of them, and whatever bytes and registers a guest makes up, nothing is thrown.
/// </summary>
/// <remarks>
/// <para>After a fault, the bytes at RIP (<see cref="GuestPages.CopyCode"/>) and the registers go into
/// <see cref="StartDevice"/> or <see cref="StartPrivileged"/>, by what the processor said. As long as the answer is
/// <see cref="EmulationStep.Exit"/>, <see cref="Exit"/> is an access that somebody answers (a read by filling its
/// data), and then <see cref="Continue"/> gets the same registers again. After <see cref="EmulationStep.Done"/> they
/// are those to go on with: RIP is behind the instruction, or still at a repeated one that isn't finished.</para>
/// <para>Most instructions are one access. Those that read and then write are two (ADD to memory, MOVS from device to
/// device), and so is a move of 16 bytes: 8 and 8. A repeated INS or OUTS is one access with up to a page of data. Of
/// a repeated MOVS or STOS one element is carried out for each fault.</para>
/// </remarks>
/// <param name="pages">The RAM that string instructions also touch.</param>
/// <param name="vectors">For moves from and to XMM registers.</param>
internal sealed partial class InstructionEmulator(GuestPages pages, IVectorRegisters vectors)
{
    private Instruction _instruction;
    private EmulationStep _step;

    /// <summary>After <see cref="EmulationStep.Exit"/>: a port, a device or HLT. Good until the next call.</summary>
    public GuestExit Exit => _instruction.Operation == Operation.Halt
        ? GuestExit.Halted()
        : _access.IsPort
            ? GuestExit.OfPort((ushort)_access.Address, _access.Width, _access.IsWrite, Data)
            : GuestExit.OfDevice(
                _access.Address + (ulong)_position, _access.IsWrite, Data.Slice(_position, PartLength));

    /// <summary>After <see cref="EmulationStep.PageFault"/>: what the guest would find in CR2.</summary>
    public ulong FaultingAddress { get; private set; }

    /// <summary>The guest has touched a page that isn't mapped, in the range where devices may be (#PF).</summary>
    /// <param name="code">The bytes at RIP.</param>
    /// <param name="faultingAddress">What was touched; an instruction that touches something else is refused.</param>
    public EmulationStep StartDevice(ReadOnlySpan<byte> code, ref UserRegisters registers, ulong faultingAddress)
    {
        _step = EmulationStep.Refused;
        if (InstructionDecoder.TryDecode(code, out _instruction) && !_instruction.IsPrivileged)
        {
            EmulationStep step = _instruction.Operation switch
            {
                Operation.Movs => StartMovs(ref registers),
                Operation.Stos => StartStos(ref registers),
                _ => StartOperand(ref registers),
            };
            _step = _access.Covers(faultingAddress) ? step : EmulationStep.Refused;
        }

        return _step;
    }

    /// <summary>The guest has done what ring 3 may not (#GP): used a port, HLT, or something else.</summary>
    /// <param name="code">The bytes at RIP.</param>
    public EmulationStep StartPrivileged(ReadOnlySpan<byte> code, ref UserRegisters registers)
    {
        _step = EmulationStep.Refused;
        if (InstructionDecoder.TryDecode(code, out _instruction) && _instruction.IsPrivileged)
        {
            _access = default;
            _step = _instruction.Operation switch
            {
                Operation.Halt => EmulationStep.Exit,
                Operation.Ins or Operation.Outs => StartPortString(ref registers),
                _ => StartPort(ref registers),
            };
        }

        return _step;
    }

    /// <summary>Goes on after the access in <see cref="Exit"/> has been answered; else it changes nothing.</summary>
    /// <param name="registers">As the step before has left them.</param>
    public EmulationStep Continue(ref UserRegisters registers)
    {
        if (_step == EmulationStep.Exit && !NextPart())
        {
            _step = _instruction.Operation switch
            {
                Operation.Movs or Operation.Stos => ContinueString(ref registers),
                Operation.Ins or Operation.Outs => FinishPortString(ref registers),
                _ => ContinueOperand(ref registers),
            };
        }

        return _step;
    }

    /// <summary>Steps over the instruction.</summary>
    private EmulationStep Finish(ref UserRegisters registers)
    {
        registers.Rip += _instruction.Length;
        return EmulationStep.Done;
    }
}
