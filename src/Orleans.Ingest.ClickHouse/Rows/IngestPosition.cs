namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// A row's place in the log: a sequence number of its queue, shifted left by eight bits, plus the queue's number. Queues share the tables, and their
/// clocks overlap: the low bits keep the position ranges of two queues apart.
/// </summary>
public static class IngestPosition
{
    /// <summary>Queues that positions can tell apart.</summary>
    public const int MaxQueues = 256;

    /// <summary>From one event of a queue to the next one.</summary>
    public const ulong Step = MaxQueues;

    /// <summary>The position with this sequence number in this queue.</summary>
    public static ulong Of(ulong sequence, int queue) => (sequence * Step) + (ulong)queue;

    /// <summary>The queue that a position belongs to.</summary>
    public static int QueueOf(ulong position) => (int)(position % Step);

    /// <summary>The position of an event of a chunk whose first event has <paramref name="first"/>.</summary>
    public static ulong At(ulong first, ulong index) => first + (index * Step);
}
