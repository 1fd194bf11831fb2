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

    /// <summary>There although they were never sent, or were answered as dropped; without the next.</summary>
    public required IReadOnlyList<int> Strangers { get; init; }

    /// <summary>
    /// Engagements that were answered as dropped, for want of a session, and that an earlier try of theirs has stored all the same, once there was one: no
    /// promise speaks against it.
    /// </summary>
    public required IReadOnlyList<int> LateEngagements { get; init; }

    /// <summary>Reads them all.</summary>
    public static async Task<StoredEvents> ReadAsync(Drivers.ClickHouseHttp clickHouse, Ledger ledger)
    {
        var counts = new Dictionary<int, int>();
        var engagements = new HashSet<int>();
        await foreach (var line in clickHouse.LinesAsync("SELECT substring(pathname, 4), count(), any(name = 'engagement') FROM events_v2 WHERE startsWith(pathname, '/e/') GROUP BY 1"))
        {
            var columns = line.Split('\t');
            var number = Number(columns[0]);
            counts.Add(number, Number(columns[1]));
            if (columns[2] == "1") engagements.Add(number);
        }

        return new()
        {
            Stored = counts.Count,
            Lost = [.. ledger.Accepted().Where(number => !counts.ContainsKey(number))],
            Doubled = [.. counts.Where(one => one.Value > 1).Select(one => one.Key)],
            Strangers = [.. counts.Keys.Where(number => ledger.Of(number) is Answer.None || (ledger.Of(number) is Answer.Dropped && !engagements.Contains(number)))],
            LateEngagements = [.. engagements.Where(number => ledger.Of(number) is Answer.Dropped)],
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
