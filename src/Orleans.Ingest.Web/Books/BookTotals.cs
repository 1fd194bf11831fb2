using Orleans.Ingest.Contracts.Books;

namespace Orleans.Ingest.Web.Books;

/// <summary>Counts as people read them: received, and what became of it.</summary>
internal static class BookTotals
{
    private const string Stored = "buffered";
    private const string Deleted = "deleted";
    private const string Dropped = "dropped_";
    private const string Released = "released_";

    /// <summary>One line a site, those with most events first; events of domains that name none are the last.</summary>
    public static List<BooksSiteAnswer> BySite(IEnumerable<BookLine> lines, IReadOnlyDictionary<ulong, string> domains) =>
    [
        .. lines.GroupBy(line => line.SiteId)
            .Select(site =>
            {
                var (stored, deleted, dropped) = Split(site);
                return new BooksSiteAnswer(site.Key == 0 ? null : site.Key, domains.GetValueOrDefault(site.Key), Sum(stored, deleted, dropped), stored, deleted, dropped);
            })
            .OrderBy(site => site.SiteId is null).ThenByDescending(site => site.Received),
    ];

    /// <summary>One line a minute in which there were events, in their order.</summary>
    public static List<BooksMinuteAnswer> ByMinute(IEnumerable<BookLine> lines) =>
    [
        .. lines.GroupBy(line => line.Minute).OrderBy(minute => minute.Key).Select(minute =>
        {
            var (stored, deleted, dropped) = Split(minute);
            return new BooksMinuteAnswer(minute.Key, Sum(stored, deleted, dropped), stored, deleted, dropped);
        }),
    ];

    private static (ulong Stored, ulong Deleted, SortedDictionary<string, ulong> Dropped) Split(IEnumerable<BookLine> lines)
    {
        var (counted, deleted) = (0UL, 0UL);
        var dropped = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        var released = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Metric == Stored) counted += line.Value;
            else if (line.Metric == Deleted) deleted += line.Value;
            else if (line.Metric.StartsWith(Dropped, StringComparison.Ordinal)) dropped[line.Metric[Dropped.Length..]] = dropped.GetValueOrDefault(line.Metric[Dropped.Length..]) + line.Value;
            else if (line.Metric.StartsWith(Released, StringComparison.Ordinal)) released[line.Metric[Released.Length..]] = released.GetValueOrDefault(line.Metric[Released.Length..]) + line.Value;
        }

        // What landed from the quarantine is among the stored: it was received once.
        foreach (var (reason, landed) in released)
        {
            if (!dropped.TryGetValue(reason, out var before)) continue;
            if (before > landed) dropped[reason] = before - landed;
            else dropped.Remove(reason);
        }

        // Counts of the one may be kept where those of the other are gone: no more is deleted than there was.
        deleted = Math.Min(deleted, counted);
        return (counted - deleted, deleted, dropped);
    }

    private static ulong Sum(ulong stored, ulong deleted, SortedDictionary<string, ulong> dropped) => dropped.Values.Aggregate(stored + deleted, (sum, value) => sum + value);
}
