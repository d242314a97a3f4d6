namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>MOVS, STOS, INS and OUTS.</summary>
internal sealed partial class InstructionEmulator
{
    private EmulationStep StartStos(ref UserRegisters registers)
    {
        ulong target = _instruction.Destination.AddressIn(ref registers);
        if (StringRegisters.Count(_instruction, ref registers) == 0
            || !DeviceAccess.IsInWindows(target, _instruction.Width))
        {
            return EmulationStep.Refused;
        }

        WantDevice(isWrite: true, target);
        Value = GeneralRegister.Read(ref registers, _instruction.Register);
        return EmulationStep.Exit;
    }

    /// <summary>Source, target or both are a device's. Rights to RAM come before a device's first access.</summary>
    private EmulationStep StartMovs(ref UserRegisters registers)
    {
        ulong source = _instruction.Memory.AddressIn(ref registers);
        ulong target = _instruction.Destination.AddressIn(ref registers);
        bool isFromDevice = DeviceAccess.IsInWindows(source, _instruction.Width);
        bool isToDevice = DeviceAccess.IsInWindows(target, _instruction.Width);
        if (StringRegisters.Count(_instruction, ref registers) == 0 || !(isFromDevice || isToDevice))
        {
            return EmulationStep.Refused;
        }

        WantDevice(isWrite: !isFromDevice, isFromDevice ? source : target);
        if (isFromDevice)
        {
            bool isWritable = isToDevice || TryRam(target, PageRights.Write, out _);
            return isWritable ? EmulationStep.Exit : EmulationStep.PageFault;
        }

        bool isReadable = TryRam(source, PageRights.Read, out Span<byte> ram);
        ram.CopyTo(_data);
        return isReadable ? EmulationStep.Exit : EmulationStep.PageFault;
    }

    private EmulationStep ContinueString(ref UserRegisters registers)
    {
        if (!_access.IsWrite)
        {
            ulong target = _instruction.Destination.AddressIn(ref registers);
            if (DeviceAccess.IsInWindows(target, _instruction.Width))
            {
                WantDevice(isWrite: true, target);
                return EmulationStep.Exit;
            }

            if (!TryRam(target, PageRights.Write, out Span<byte> ram))
            {
                return EmulationStep.PageFault;
            }

            Data.CopyTo(ram);
        }

        StringRegisters.Advance(_instruction, ref registers, elements: 1);
        return EmulationStep.Done;
    }

    /// <summary>Takes as many elements as fit a piece, or as come before one that the guest may not touch.</summary>
    private EmulationStep StartPortString(ref UserRegisters registers)
    {
        int width = _instruction.Width;
        ulong count = StringRegisters.Count(_instruction, ref registers);
        if (count == 0)
        {
            return Finish(ref registers);
        }

        bool isWrite = _instruction.Operation == Operation.Outs;
        int limit = (int)Math.Min(count, (ulong)(MaxPiece / width));
        int elements = 0;
        while (elements < limit && TryElement(ref registers, elements, out Span<byte> ram))
        {
            if (isWrite)
            {
                ram.CopyTo(_data.AsSpan(elements * width));
            }

            elements++;
        }

        WantPort(isWrite, registers.Rdx, elements * width);
        return elements == 0 ? EmulationStep.PageFault : EmulationStep.Exit;
    }

    private EmulationStep FinishPortString(ref UserRegisters registers)
    {
        int width = _instruction.Width;
        int elements = _access.Length / width;
        for (int i = 0; !_access.IsWrite && i < elements; i++)
        {
            // The rights were there when the piece was taken, and they don't change.
            if (TryElement(ref registers, i, out Span<byte> ram))
            {
                _data.AsSpan(i * width, width).CopyTo(ram);
            }
        }

        StringRegisters.Advance(_instruction, ref registers, elements);
        return EmulationStep.Done;
    }

    /// <summary>The RAM of one element of INS or OUTS.</summary>
    private bool TryElement(ref UserRegisters registers, int index, out Span<byte> ram)
    {
        bool isRead = _instruction.Operation == Operation.Outs;
        MemoryOperand operand = isRead ? _instruction.Memory : _instruction.Destination;
        long offset = StringRegisters.Step(_instruction, ref registers) * index;
        ulong address = operand.AddressIn(ref registers, offset: offset);
        return TryRam(address, isRead ? PageRights.Read : PageRights.Write, out ram);
    }

    private bool TryRam(ulong address, PageRights rights, out Span<byte> ram)
    {
        bool isThere = pages.TryGetSpan(address, _instruction.Width, rights, out ram);
        FaultingAddress = isThere ? FaultingAddress : address;
        return isThere;
    }
}
