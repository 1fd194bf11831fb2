using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Ingest.Grains.Writing;

/// <summary>
/// Inserts the flush groups of one queue, each under its own token, and commits it once all its rows are in; a group whose rows are
/// refused for good is set aside. It is the only subscriber of the stream "events": a second, slow one would hold it up.
/// Stop 8 of 8: the rows are in ClickHouse.
/// </summary>
[ImplicitStreamSubscription(EventStream.Name)]
[PreferLocalPlacement]
internal sealed partial class ClickHouseWriterGrain(
    IDurableLog log, FlushGroupInsert insert, ClickHouseQueries queries, IClientIdStore clientIds, WriterProblems problems, GrainMetrics metrics, TimeProvider time, ILogger<ClickHouseWriterGrain> logger)
    : Grain, IClickHouseWriterGrain, IStreamSubscriptionObserver, IAsyncObserver<FlushGroup>
{
    /// <summary>
    /// A delivery is an ordinary call with a timeout of 30 s; beyond it the same group would be inserted beside itself. The insert has a
    /// shorter one of its own (at most 25 s), which decides: its error says what happened.
    /// </summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(28);

    /// <summary>A failure that goes on is logged again after this long, not at each try.</summary>
    private static readonly TimeSpan _logAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>Refused this often in a row, a group is set aside. Not at once: a body that was cut on its way looks refused too.</summary>
    private const int RefusalsUntilSetAside = 3;

    private FlushGroup? _refused;
    private int _refusals;
    private int _attempts;
    private long _logged;

    /// <inheritdoc />
    /// <remarks>Without it Orleans would drop groups on the floor, and count that as delivered.</remarks>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<FlushGroup>().ResumeAsync(this);

    /// <inheritdoc />
    public async Task OnNextAsync(FlushGroup item, StreamSequenceToken? token = null)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        var began = Stopwatch.GetTimestamp();
        try
        {
            metrics.Flushed(began, await WriteAsync(item, timeout.Token));
            if (_attempts > 0) Log.Healed(logger, item, _attempts);
            _attempts = 0;
            problems.Clear(item.Queue);
        }
        catch (Exception error)
        {
            _attempts++;
            metrics.Flushed(began, FlushOutcome.Failed);
            problems.Report(item.Queue, error is ForeignTablesException ? error.Message : $"Flush group {item} is not in ClickHouse after {_attempts} attempt(s): {ReasonOf(error)}; events are accepted and kept.");
            if (_attempts == 1 || time.GetElapsedTime(_logged) > _logAgainAfter)
            {
                Log.InsertFailed(logger, error, item, _attempts);
                _logged = time.GetTimestamp();
            }

            // The agent delivers the same group again, for as long as it takes.
            throw;
        }
    }

    /// <inheritdoc />
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    /// <inheritdoc />
    public Task OnCompletedAsync() => Task.CompletedTask;

    private async Task<FlushOutcome> WriteAsync(FlushGroup group, CancellationToken cancellationToken)
    {
        // Committed by another: in ClickHouse.
        if (await log.ReadGroupAsync(group, cancellationToken) is not { } contents) return FlushOutcome.Inserted;
        using var span = StartInsert(group, contents);
        if (!contents.TablesVerified) await RequireOwnTablesAsync(group, cancellationToken);
        var rows = new GroupRows(
            group.Queue, group.First, group.Last, contents.SchemaVersion,
            contents.Chunks.Select(chunk => new ClickHouse.Writing.LoggedChunk(chunk.FirstPosition, chunk.Payload)), contents.Counters);
        bool hasLateEvents;
        try
        {
            var inserted = await insert.InsertAsync(rows, cancellationToken);
            metrics.Inserted(inserted);
            hasLateEvents = inserted.HasLateEvents;
            // Before the commit: an id that is neither confirmed nor in the log is taken for one whose event never came.
            if (inserted.ClientIds.Count > 0) await clientIds.ConfirmAsync([.. inserted.ClientIds.Select(id => new ClientId(id.High, id.Low))]);
        }
        catch (RowsRefusedException refused) when (IsRefusedForGood(group))
        {
            await log.SetAsideAsync(group, refused.Reason, cancellationToken);
            Log.SetAside(logger, refused, group, refused.Reason);
            return FlushOutcome.SetAside;
        }

        await log.CommitAsync(group, cancellationToken);
        // After the commit: only what has left the log is put in order.
        if (hasLateEvents) await GrainFactory.GetGrain<IUpkeepGrain>(0).LateEventsAsync();
        return FlushOutcome.Inserted;
    }

    /// <summary>A span of its own trace, linked to every sampled request whose event is in the group; none when there is no such event.</summary>
    private static Activity? StartInsert(FlushGroup group, FlushGroupContents contents)
    {
        if (!IngestTelemetry.Source.HasListeners()) return null;
        var requests = TraceRows.Decode(contents.Counters);
        if (requests.Count == 0) return null;
        var span = IngestTelemetry.Source.StartActivity("clickhouse insert", ActivityKind.Consumer, default(ActivityContext), tags: null, IngestTelemetry.LinksTo(requests));
        return span?.SetTag("ingest.queue", group.Queue).SetTag("ingest.group", group.ToString());
    }

    /// <summary>For the health route, which must not quote a row.</summary>
    private static string ReasonOf(Exception error) => error switch
    {
        ClickHouseUnavailableException away => away.Reason,
        RowsRefusedException refused => refused.Reason,
        _ => $"{error.GetType().Name}, the service's log says more",
    };

    private bool IsRefusedForGood(FlushGroup group)
    {
        if (_refused != group) (_refused, _refusals) = (group, 0);
        return ++_refusals >= RefusalsUntilSetAside;
    }

    /// <summary>Before the first insert after the log began or lost its end: rows at later positions would make every group look as if it were in.</summary>
    private async Task RequireOwnTablesAsync(FlushGroup group, CancellationToken cancellationToken)
    {
        var lowest = await log.LowestUnwrittenAsync(group.Queue, cancellationToken);
        if (await queries.HoldsPositionAsync(group.Queue, lowest, cancellationToken)) throw new ForeignTablesException(group, lowest);
        await log.TablesVerifiedAsync(group.Queue, lowest, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Flush group {Group} not inserted (attempt {Attempt}); it is tried again until it is in. Nothing is lost.")]
        public static partial void InsertFailed(ILogger logger, Exception error, FlushGroup group, int attempt);

        [LoggerMessage(2, LogLevel.Information, "Flush group {Group} has left the event log after {Attempts} failed attempts.")]
        public static partial void Healed(ILogger logger, FlushGroup group, int attempts);

        [LoggerMessage(3, LogLevel.Error, "Flush group {Group} is refused for good ({Reason}) and set aside with its rows; the queue goes on. See /api/health for where.")]
        public static partial void SetAside(ILogger logger, Exception error, FlushGroup group, string reason);
    }
}
