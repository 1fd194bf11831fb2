using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>
/// A child's log line (the console logger's single-line form) under this process' logger, at the level it names. What the child's own logger has written, and so
/// reports by itself where logs are collected, has a category of its own: this type's.
/// </summary>
internal sealed partial class ChildLog(ILoggerFactory loggers)
{
    private readonly ILogger _logged = loggers.CreateLogger<ChildLog>();
    private readonly ILogger _written = loggers.CreateLogger<ClickHouseChild>();

    public void Forward(string line)
    {
        var (level, text, isLogged) = Parse(line);
        Log.Line(isLogged ? _logged : _written, level, text);
    }

    internal static (LogLevel Level, string Text, bool IsLogged) Parse(string line)
    {
        var level = line.Length > 5 && line[4] == ':' ? line[..4] : "";
        LogLevel? named = level switch
        {
            "trce" => LogLevel.Trace,
            "dbug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "fail" => LogLevel.Error,
            "crit" => LogLevel.Critical,
            _ => null,
        };

        // What the engine or the runtime writes by itself is rarely good news.
        if (named is null) return (LogLevel.Warning, line, false);

        // "info: Category[1] text": the category is the child's, not of interest here.
        var end = line.IndexOf("] ", StringComparison.Ordinal);
        return (named.Value, end < 0 ? line[6..] : line[(end + 2)..], true);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 10, Message = "ClickHouse: {Line}")]
        public static partial void Line(ILogger logger, LogLevel level, string line);
    }
}
