using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Local;

internal sealed partial class QueueTail
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Event log, queue {Queue}: an append failed. Its events are answered 503; nothing acknowledged is lost.")]
        public static partial void AppendFailed(ILogger logger, Exception error, int queue);

        [LoggerMessage(2, LogLevel.Error, "Event log, queue {Queue}: the log cannot take events yet; the segment is cut to its last acknowledged entry, and that is tried again twice a second. Events are refused with 503 until it can.")]
        public static partial void RepairFailed(ILogger logger, Exception error, int queue);

        [LoggerMessage(3, LogLevel.Warning, "Event log, queue {Queue}: a full segment could not be sealed; it grows on, and the next append tries again.")]
        public static partial void SealFailed(ILogger logger, Exception error, int queue);

        [LoggerMessage(4, LogLevel.Information, "Event log, queue {Queue}: the failed append is taken back; events are accepted again.")]
        public static partial void Repaired(ILogger logger, int queue);
    }
}
