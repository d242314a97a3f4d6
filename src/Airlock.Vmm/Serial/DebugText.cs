using Airlock.Protocol;
using Microsoft.Extensions.Logging;

namespace Airlock.Vmm.Serial;

/// <summary>What a guest writes to COM2, line by line into the log. Lines and their number are bounded.</summary>
internal sealed partial class DebugText
{
    private const int MaxLineLength = 256;
    private const int MaxLines = 1000;

    private readonly ILogger _logger;
    private readonly byte[] _line = new byte[MaxLineLength];
    private int _length;
    private int _lines;

    public DebugText(ILogger logger)
    {
        _logger = logger;
    }

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

    /// <summary>Logs what has come of an unfinished line.</summary>
    public void Flush()
    {
        if (_length > 0 && ++_lines <= MaxLines && _logger.IsEnabled(LogLevel.Information))
        {
            string text = EscapedText.Escape(_line.AsSpan(0, _length));
            LogLine(_logger, text);
            if (_lines == MaxLines)
            {
                LogSuppressed(_logger, MaxLines);
            }
        }

        _length = 0;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "guest: {Text}")]
    private static partial void LogLine(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The guest has written {Lines} lines of debug text; no more of them are logged.")]
    private static partial void LogSuppressed(ILogger logger, int lines);
}
