using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Airlock.Protocol;

/// <summary>
/// The few ways in which a line of text is put together, straight in the output's own memory, which is asked for once a
/// line. Nothing of the line counts before <see cref="End"/>.
/// </summary>
internal ref struct LineWriter
{
    /// <summary>Enough for most lines at once.</summary>
    private const int UsualLength = 192;

    /// <summary>The digits of the largest 64-bit number.</summary>
    private const int MaxDecimalLength = 20;
    private const int MaxHexLength = 16;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _free;
    private int _length;

    public LineWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _free = output.GetSpan(UsualLength);
    }

    [UnscopedRef]
    public ref LineWriter Literal(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_free[_length..]);
        _length += text.Length;
        return ref this;
    }

    [UnscopedRef]
    public ref LineWriter Decimal(ulong value)
    {
        Reserve(MaxDecimalLength);
        value.TryFormat(_free[_length..], out int written, default, CultureInfo.InvariantCulture);
        _length += written;
        return ref this;
    }

    [UnscopedRef]
    public ref LineWriter Hex(ulong value)
    {
        Literal("0x"u8);
        Reserve(MaxHexLength);
        value.TryFormat(_free[_length..], out int written, "x", CultureInfo.InvariantCulture);
        _length += written;
        return ref this;
    }

    /// <summary>Two digits a byte, the first byte first.</summary>
    [UnscopedRef]
    public ref LineWriter HexDigits(scoped ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Reserve(2);
            value.TryFormat(_free[_length..], out int written, "x2", CultureInfo.InvariantCulture);
            _length += written;
        }

        return ref this;
    }

    [UnscopedRef]
    public ref LineWriter Bool(bool value) => ref Literal(value ? "true"u8 : "false"u8);

    [UnscopedRef]
    public ref LineWriter Escaped(string text)
    {
        Reserve(text.Length);
        if (EscapedText.TryCopyPlain(text, _free[_length..]))
        {
            _length += text.Length;
        }
        else
        {
            End();
            EscapedText.Write(text.AsSpan(), _output);
            _free = _output.GetSpan(UsualLength);
        }

        return ref this;
    }

    /// <summary>Gives what was written to the output.</summary>
    public void End()
    {
        _output.Advance(_length);
        _length = 0;
        _free = default;
    }

    private void Reserve(int length)
    {
        if (_free.Length - _length < length)
        {
            End();
            _free = _output.GetSpan(Math.Max(length, UsualLength));
        }
    }
}
