using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>A part of the log: per queue from a position on, and up to another one that is not in it.</summary>
/// <param name="From">First position of each queue.</param>
/// <param name="Until">Position after the last of each queue; as many as <paramref name="From"/>.</param>
public sealed record PositionRange(ImmutableArray<ulong> From, ImmutableArray<ulong> Until)
{
    /// <summary>True when no queue has anything in it.</summary>
    public bool IsEmpty => From.Zip(Until).All(queue => queue.First >= queue.Second);

    /// <summary>Its first half, by the log's time.</summary>
    public PositionRange FirstHalf() => this with { Until = [.. From.Zip(Until, (from, until) => from >= until ? until : from + ((until - from) / 2))] };

    /// <summary>The range as a condition: one on the whole, which an index can answer, and one for each queue.</summary>
    internal string Condition
    {
        get
        {
            const string position = RowLayout.PositionColumn;
            var queue = $"{position} % {IngestPosition.MaxQueues}";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{position} >= {From.Min()} AND {position} < {Until.Max()} AND {queue} < {From.Length} AND {position} >= arrayElement([{string.Join(',', From)}], {queue} + 1) AND {position} < arrayElement([{string.Join(',', Until)}], {queue} + 1)");
        }
    }
}
