using System.Buffers.Binary;
using Airlock.Abi.Machine;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>The access at hand, and its data.</summary>
internal sealed partial class InstructionEmulator
{
    /// <summary>The most that a repeated INS or OUTS moves at once, as under KVM.</summary>
    private const int MaxPiece = 4096;

    private readonly byte[] _data = new byte[MaxPiece];
    private DeviceAccess _access;
    private int _position;

    private Span<byte> Data => _data.AsSpan(0, _access.Length);

    /// <summary>The data of an access of up to 8 bytes, zero-extended.</summary>
    private ulong Value
    {
        get => BinaryPrimitives.ReadUInt64LittleEndian(_data) & Arithmetic.Mask(_access.Length);
        set => BinaryPrimitives.WriteUInt64LittleEndian(_data, value);
    }

    /// <summary>
    /// Bytes of the access at hand: of memory, up to the end of its page and at most eight, as a processor with KVM
    /// tells them apart.
    /// </summary>
    private int PartLength => _access.IsPort
        ? _access.Length
        : Math.Min(
            Math.Min(_access.Length - _position, DeviceAccess.MaxWidth),
            (int)(MemoryMap.PageSize - (_access.Address + (ulong)_position) % MemoryMap.PageSize));

    private void WantPort(bool isWrite, ulong port, int length)
    {
        _access = new DeviceAccess(IsPort: true, isWrite, (ushort)port, length, _instruction.Width);
        _position = 0;
    }

    private void WantDevice(bool isWrite, ulong address)
    {
        _access = new DeviceAccess(IsPort: false, isWrite, address, _instruction.Width, _instruction.Width);
        _position = 0;
    }

    /// <summary>Goes to the next part, if there is one that hasn't been answered.</summary>
    private bool NextPart()
    {
        _position += PartLength;
        return _position < _access.Length;
    }
}
