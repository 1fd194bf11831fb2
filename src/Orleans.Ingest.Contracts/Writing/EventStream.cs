using System.Globalization;

namespace Orleans.Ingest.Contracts.Writing;

/// <summary>Names of the one Orleans stream that carries flush groups from the durable log to ClickHouse.</summary>
public static class EventStream
{
    /// <summary>Name of the stream provider, and namespace of its streams.</summary>
    public const string Name = "events";

    /// <summary>Key of the stream, and of the writer, of one queue of the log.</summary>
    public static string KeyOf(int queue) => queue.ToString(CultureInfo.InvariantCulture);

    /// <summary>The queue that a stream or writer key names.</summary>
    public static int QueueOf(string key) => int.Parse(key, CultureInfo.InvariantCulture);
}
