using Xunit;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>ClickHouse, as far as the log can tell: it takes a group once, by its bounds, and a repeat must be the same group.</summary>
public sealed class WrittenTables
{
    private readonly Dictionary<FlushGroup, string[]> _groups = [];

    public List<string> Rows { get; } = [];

    /// <summary>The highest position that the tables hold.</summary>
    public ulong Highest { get; private set; }

    public void Insert(FlushGroup group, FlushGroupContents contents)
    {
        var rows = contents.Chunks.Select(chunk => Chunks.Text(chunk.Payload)).ToArray();
        if (_groups.TryGetValue(group, out var known))
        {
            Assert.Equal(known, rows);
            return;
        }

        Assert.DoesNotContain(_groups.Keys, other => other.First <= group.Last && group.First <= other.Last);
        _groups.Add(group, rows);
        Rows.AddRange(rows);
        Highest = Math.Max(Highest, contents.Chunks.Select(chunk => chunk.FirstPosition).DefaultIfEmpty().Max());
    }
}
