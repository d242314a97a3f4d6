using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>Gives Iced one instruction after the other without a new decoder for each.</summary>
internal sealed class IcedReader : Iced.Intel.CodeReader
{
    private readonly byte[] _code = new byte[CodeReader.MaxLength];
    private int _length;
    private int _position;

    public void Start(ReadOnlySpan<byte> code)
    {
        code.CopyTo(_code);
        _length = code.Length;
        _position = 0;
    }

    public override int ReadByte() => _position < _length ? _code[_position++] : -1;
}
