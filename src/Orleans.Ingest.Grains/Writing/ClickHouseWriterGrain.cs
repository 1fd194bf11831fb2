using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Ingest.Grains.Writing;

/// <summary>
/// Inserts the flush groups of one queue, each under its own token, and commits it once all its rows are in. It is the only
/// subscriber of the stream "events": a second, slow one would hold it up.
/// Stop 8 of 8: the rows are in ClickHouse.
/// </summary>
[ImplicitStreamSubscription(EventStream.Name)]
[PreferLocalPlacement]
internal sealed partial class ClickHouseWriterGrain(IDurableLog log, FlushGroupInsert insert, TimeProvider time, ILogger<ClickHouseWriterGrain> logger)
    : Grain, IClickHouseWriterGrain, IStreamSubscriptionObserver, IAsyncObserver<FlushGroup>
{
    /// <summary>A delivery is an ordinary call with a timeout of 30 s; beyond it the same group would be inserted beside itself.</summary>
    private static readonly TimeSpan _insertTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A failure that goes on is logged again after this long, not at each try.</summary>
    private static readonly TimeSpan _logAgainAfter = TimeSpan.FromSeconds(30);

    private int _attempts;
    private DateTimeOffset _logged;

    /// <inheritdoc />
    /// <remarks>Without it Orleans would drop groups on the floor, and count that as delivered.</remarks>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<FlushGroup>().ResumeAsync(this);

    /// <inheritdoc />
    public async Task OnNextAsync(FlushGroup item, StreamSequenceToken? token = null)
    {
        using var timeout = new CancellationTokenSource(_insertTimeout, time);
        try
        {
            if (await log.ReadGroupAsync(item, timeout.Token) is not { } contents) return;
            var rows = new GroupRows(
                item.Queue, item.First, item.Last, contents.SchemaVersion,
                [.. contents.Chunks.Select(chunk => new ClickHouse.Writing.LoggedChunk(chunk.FirstPosition, chunk.Payload))], contents.Counters);
            await insert.InsertAsync(rows, timeout.Token);
            await log.CommitAsync(item, timeout.Token);
            if (_attempts > 0) Log.Healed(logger, item, _attempts);
            _attempts = 0;
        }
        catch (Exception error)
        {
            _attempts++;
            if (_attempts == 1 || time.GetUtcNow() - _logged > _logAgainAfter)
            {
                Log.InsertFailed(logger, error, item, _attempts);
                _logged = time.GetUtcNow();
            }

            // The agent delivers the same group again, for as long as it takes.
            throw;
        }
    }

    /// <inheritdoc />
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    /// <inheritdoc />
    public Task OnCompletedAsync() => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Flush group {Group} not inserted (attempt {Attempt}); it is tried again until it is in. Nothing is lost.")]
        public static partial void InsertFailed(ILogger logger, Exception error, FlushGroup group, int attempt);

        [LoggerMessage(2, LogLevel.Information, "Flush group {Group} is in ClickHouse after {Attempts} failed attempts.")]
        public static partial void Healed(ILogger logger, FlushGroup group, int attempts);
    }
}
