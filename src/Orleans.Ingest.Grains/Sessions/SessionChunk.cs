using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>Encodes a pending step for the log.</summary>
internal static class SessionChunk
{
    // Encoding never awaits, so one writer a thread is enough.
    [ThreadStatic] private static ChunkPayloadWriter? _writer;

    /// <summary>The rows of the step and the snapshot after it, as one chunk; without rows when the step only closes the key.</summary>
    public static LogChunk Encode(SessionKey key, PendingStep step, ulong buildsOn, SessionSnapshot snapshot)
    {
        var rows = _writer ??= new();
        rows.Clear();
        foreach (var (sessionEvent, session) in step.Events)
        {
            rows.AddEvent(sessionEvent.Event, session, sessionEvent.Domain, sessionEvent.Released);
            if (sessionEvent.ClientId is { } id) rows.AddClientId(id.High, id.Low);
        }

        foreach (var change in step.Changes)
        {
            if (change.Before is { } before) rows.AddSession(-1, before);
            if (change.After is { } after) rows.AddSession(1, after);
        }

        return new()
        {
            Key = new(key.SiteId, key.UserId),
            BuildsOn = buildsOn,
            Version = snapshot.Version,
            OldestBirth = new(DateTime.SpecifyKind(step.OldestBirth, DateTimeKind.Utc)),
            // Rows have a position, those of sessions that are put in order too.
            Positions = Math.Max(step.Events.Count, Math.Min(1, step.Changes.Count)),
            Payload = rows.ToPayload(),
            Snapshot = SnapshotCodec.Encode(snapshot),
        };
    }
}
