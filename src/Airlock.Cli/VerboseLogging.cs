using Microsoft.Extensions.Logging;

namespace Airlock.Cli;

/// <summary>Structured logs on standard error; loaded only with --verbose.</summary>
internal static class VerboseLogging
{
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Debug)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
