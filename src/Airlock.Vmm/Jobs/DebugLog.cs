using Airlock.Protocol;
using Microsoft.Extensions.Logging;

namespace Airlock.Vmm.Jobs;

/// <summary>A guest's debug text in the log: a bounded number of lines, which can't drive a terminal.</summary>
internal sealed partial class DebugLog
{
    private const int MaxLines = 1000;

    private readonly ILogger _logger;
    private int _lines;

    public DebugLog(ILogger logger)
    {
        _logger = logger;
    }

    /// <summary>Whether anybody wants to read it.</summary>
    public bool IsEnabled => _logger.IsEnabled(LogLevel.Information);

    public void Write(ReadOnlySpan<byte> line)
    {
        if (_lines < MaxLines && IsEnabled)
        {
            string text = EscapedText.Escape(line);
            LogLine(_logger, text);
            if (++_lines == MaxLines)
            {
                LogSuppressed(_logger, MaxLines);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "guest: {Text}")]
    private static partial void LogLine(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The guest has written {Lines} lines of debug text; no more of them are logged.")]
    private static partial void LogSuppressed(ILogger logger, int lines);
}
