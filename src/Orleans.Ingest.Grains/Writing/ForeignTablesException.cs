using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Writing;

/// <summary>The tables were written from another log than this one: what is inserted now would be taken for rows that are there already.</summary>
internal sealed class ForeignTablesException(FlushGroup group, ulong lowest) : Exception(
    $"The tables in ClickHouse hold positions of queue {group.Queue} at or above {lowest}, which this event log has not written: they belong to another log, or to one whose clock ran ahead. " +
    "Nothing is inserted, and events are kept: name a database of its own for this log, or bring back the log that belongs to these tables.");
