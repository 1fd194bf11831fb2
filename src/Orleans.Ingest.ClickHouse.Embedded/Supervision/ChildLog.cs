using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>A child's log line (the console logger's single-line form) under this process' logger, at the level it names.</summary>
internal static partial class ChildLog
{
    public static void Forward(ILogger logger, string line)
    {
        var (level, text) = Parse(line);
        Log.Line(logger, level, text);
    }

    internal static (LogLevel Level, string Text) Parse(string line)
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
        if (named is null) return (LogLevel.Warning, line);

        // "info: Category[1] text": the category is the child's, not of interest here.
        var end = line.IndexOf("] ", StringComparison.Ordinal);
        return (named.Value, end < 0 ? line[6..] : line[(end + 2)..]);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 10, Message = "ClickHouse: {Line}")]
        public static partial void Line(ILogger logger, LogLevel level, string line);
    }
}
