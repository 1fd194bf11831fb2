using System.Globalization;

namespace Orleans.Ingest.Torture;

/// <summary>What ClickHouse holds, against what was answered.</summary>
public sealed record StoredEvents
{
    /// <summary>Different events that are stored.</summary>
    public required int Stored { get; init; }

    /// <summary>Accepted and not there.</summary>
    public required IReadOnlyList<int> Lost { get; init; }

    /// <summary>There more than once.</summary>
    public required IReadOnlyList<int> Doubled { get; init; }

    /// <summary>There although they were never sent, or were answered as dropped.</summary>
    public required IReadOnlyList<int> Strangers { get; init; }

    /// <summary>Reads them all.</summary>
    public static async Task<StoredEvents> ReadAsync(Drivers.ClickHouseHttp clickHouse, Ledger ledger)
    {
        var counts = new Dictionary<int, int>();
        await foreach (var line in clickHouse.LinesAsync("SELECT substring(pathname, 4), count() FROM events_v2 WHERE startsWith(pathname, '/e/') GROUP BY 1"))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            counts.Add(Number(line.AsSpan(0, tab)), Number(line.AsSpan(tab + 1)));
        }

        return new()
        {
            Stored = counts.Count,
            Lost = [.. ledger.Accepted().Where(number => !counts.ContainsKey(number))],
            Doubled = [.. counts.Where(one => one.Value > 1).Select(one => one.Key)],
            Strangers = [.. counts.Keys.Where(number => ledger.Of(number) is Answer.None or Answer.Dropped)],
        };
    }

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, CultureInfo.InvariantCulture);
}
