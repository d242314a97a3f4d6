namespace Airlock.Vmm.Devices;

/// <summary>What a guest writes to COM2, as lines of bounded length.</summary>
internal sealed class DebugText
{
    /// <summary>Bytes; what is longer is cut into several lines.</summary>
    public const int MaxLineLength = 256;

    private readonly Writer _writeLine;
    private readonly byte[] _line = new byte[MaxLineLength];
    private int _length;

    /// <param name="writeLine">Takes each line, without its end.</param>
    public DebugText(Writer writeLine)
    {
        _writeLine = writeLine;
    }

    /// <summary>Takes a line.</summary>
    public delegate void Writer(ReadOnlySpan<byte> line);

    public void Write(byte value)
    {
        if (value != '\n')
        {
            _line[_length++] = value;
        }

        if (value == '\n' || _length == MaxLineLength)
        {
            Flush();
        }
    }

    /// <summary>Writes what has come of an unfinished line.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            _writeLine(_line.AsSpan(0, _length));
        }

        _length = 0;
    }
}
