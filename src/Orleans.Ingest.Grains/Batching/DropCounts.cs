using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>Drops of the time between two appends.</summary>
internal sealed class DropCounts : Dictionary<DropCount, ulong>
{
    /// <summary>As rows of <c>ingest_counters</c>.</summary>
    public ReadOnlyMemory<byte> ToPayload()
    {
        var rows = new CounterPayloadWriter();
        foreach (var (count, value) in this) rows.Add(count.Minute, "dropped_" + count.Reason.Text(), count.SiteId, count.Domain, count.ScriptVersion, value);
        return rows.ToPayload();
    }
}
