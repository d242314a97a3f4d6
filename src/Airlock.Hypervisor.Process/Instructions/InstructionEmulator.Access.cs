using System.Buffers.Binary;

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

    private void WantPort(bool isWrite, ulong port, int length)
    {
        _access = new DeviceAccess(IsPort: true, isWrite, (ushort)port, length, _instruction.Width);
        _position = 0;
    }

    private void WantDevice(bool isWrite, ulong address)
    {
        int length = _instruction.Width;
        _access = new DeviceAccess(IsPort: false, isWrite, address, length, Math.Min(length, DeviceAccess.MaxWidth));
        _position = 0;
    }

    /// <summary>Goes to the second half of 16 bytes, if it hasn't been answered.</summary>
    private bool NextPart()
    {
        _position += _access.Width;
        return !_access.IsPort && _position < _access.Length;
    }
}
