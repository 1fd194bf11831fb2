using System.Collections.Concurrent;

namespace Orleans.Ingest.Grains.Writing;

/// <summary>What keeps the writers of this silo from inserting, for its health.</summary>
public sealed class WriterProblems
{
    private readonly ConcurrentDictionary<int, string> _problems = new();

    /// <summary>A sentence for each queue that is held up.</summary>
    public IEnumerable<string> All => _problems.Values;

    internal void Report(int queue, string problem) => _problems[queue] = problem;

    internal void Clear(int queue) => _problems.TryRemove(queue, out _);
}
