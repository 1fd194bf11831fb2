namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>What is measured.</summary>
internal interface IBenchmarkTarget : IAsyncDisposable
{
    /// <summary>In the table.</summary>
    string Name { get; }

    /// <summary>Where events go.</summary>
    Uri Url { get; }

    /// <summary>The ids of all of its processes: what they take of the processor is its cost.</summary>
    Task<IReadOnlyList<int>> ProcessesAsync();

    /// <summary>Completes when all it has accepted is where it belongs, and what that leads to is done too: its cost belongs to the events.</summary>
    Task SettleAsync();
}
