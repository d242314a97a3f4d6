using System.Buffers;
using System.Globalization;

namespace Airlock.Protocol;

/// <summary>The few ways in which a line of text is put together, straight into the output.</summary>
internal readonly ref struct LineWriter(IBufferWriter<byte> output)
{
    /// <summary>The digits of the largest 64-bit number.</summary>
    private const int MaxDecimalLength = 20;
    private const int MaxHexLength = 16;

    public LineWriter Literal(ReadOnlySpan<byte> text)
    {
        output.Write(text);
        return this;
    }

    public LineWriter Decimal(ulong value)
    {
        value.TryFormat(output.GetSpan(MaxDecimalLength), out int written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        return this;
    }

    public LineWriter Hex(ulong value)
    {
        output.Write("0x"u8);
        value.TryFormat(output.GetSpan(MaxHexLength), out int written, "x", CultureInfo.InvariantCulture);
        output.Advance(written);
        return this;
    }

    public LineWriter Escaped(string text)
    {
        EscapedText.Write(text.AsSpan(), output);
        return this;
    }
}
