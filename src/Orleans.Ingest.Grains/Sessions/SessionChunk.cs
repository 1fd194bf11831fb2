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
        for (var i = 0; i < step.Events.Count; i++)
        {
            var (sessionEvent, session) = step.Events[i];
            rows.AddEvent(sessionEvent.Event, session, sessionEvent.Domain, sessionEvent.Released);
            if (sessionEvent.ClientId is { } id) rows.AddClientId(id.High, id.Low);
        }

        for (var i = 0; i < step.Changes.Count; i++)
        {
            var change = step.Changes[i];
            if (change.Before is { } before) rows.AddSession(-1, before);
            if (change.After is { } after) rows.AddSession(1, after);
        }

        // Both are needed until the append is over: the memory then serves another chunk.
        var rowBytes = rows.PayloadLength;
        var snapshotBytes = SnapshotCodec.Write(snapshot);
        var memory = LogChunk.Memory.Rent(rowBytes + snapshotBytes.Length);
        rows.WritePayload(memory);
        snapshotBytes.CopyTo(memory.AsSpan(rowBytes));
        return new()
        {
            Key = new(key.SiteId, key.UserId),
            BuildsOn = buildsOn,
            Version = snapshot.Version,
            OldestBirth = new(DateTime.SpecifyKind(step.OldestBirth, DateTimeKind.Utc)),
            // Rows have a position, those of sessions that are put in order too.
            Positions = Math.Max(step.Events.Count, Math.Min(1, step.Changes.Count)),
            Payload = memory.AsMemory(0, rowBytes),
            Snapshot = memory.AsMemory(rowBytes, snapshotBytes.Length),
            Rented = memory,
        };
    }
}
