using System.Globalization;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// What a read-only user's query may take at most, so that a careless one harms neither ingestion nor the machine. A query may
/// ask for less, never for more.
/// </summary>
/// <param name="MemoryBytes">Of one query.</param>
/// <param name="Time">Of one query.</param>
/// <param name="ResultRows">Of one query's answer.</param>
/// <param name="TemporaryBytes">On disk, for what does not fit into memory while it is sorted or grouped.</param>
/// <param name="Threads">Of one query, if it asks for so many; by itself it takes half of the cores.</param>
/// <param name="Parallel">Queries that run at a time; others wait.</param>
internal sealed record ReaderLimits(long MemoryBytes, TimeSpan Time, long ResultRows, long TemporaryBytes, int Threads, int Parallel)
{
    private const long LeastMemoryBytes = 256L << 20;

    /// <summary>Threads of a query that asks for none.</summary>
    public int ThreadsUnasked { get; private init; } = 1;

    /// <summary>By setting, the highest value a query may ask for.</summary>
    public IReadOnlyDictionary<string, long> Ceilings { get; } = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase)
    {
        ["max_memory_usage"] = MemoryBytes,
        ["max_execution_time"] = (long)Time.TotalSeconds,
        ["max_result_rows"] = ResultRows,
        ["max_temporary_data_on_disk_size_for_query"] = TemporaryBytes,
        ["max_threads"] = Threads,
    };

    /// <summary>For a machine with this much memory and so many cores: all readers together take at most half of the memory.</summary>
    public static ReaderLimits For(long memoryBytes, int cores)
    {
        var parallel = Math.Max(8, cores);
        return new(Math.Max(memoryBytes / 2 / parallel, LeastMemoryBytes), TimeSpan.FromMinutes(5), ResultRows: 1_000_000_000, TemporaryBytes: 16L << 30, Math.Max(8, cores), parallel)
        {
            ThreadsUnasked = Math.Max(1, cores / 2),
        };
    }

    /// <summary>The settings a reader's connection begins with.</summary>
    /// <param name="stepsBack">Its threads let those of ingestion go first.</param>
    public IReadOnlyDictionary<string, string> Settings(bool stepsBack)
    {
        var settings = Ceilings.ToDictionary(ceiling => ceiling.Key, ceiling => ceiling.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        settings["max_threads"] = ThreadsUnasked.ToString(CultureInfo.InvariantCulture);
        if (stepsBack) settings["os_threads_nice_value_query"] = ThreadPriority.Lowest.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
