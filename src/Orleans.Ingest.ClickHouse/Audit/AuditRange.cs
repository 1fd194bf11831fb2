using System.Globalization;

namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>Days of one month.</summary>
/// <param name="From">The first, UTC.</param>
/// <param name="End">The day after the last.</param>
internal readonly record struct AuditRange(DateOnly From, DateOnly End)
{
    /// <summary>A condition on a DateTime column.</summary>
    public string Holds(string column) => Holds(column, From, End);

    /// <summary>The same for what belongs to something of the range: a session may live over two midnights, and late events come a day early.</summary>
    public string HoldsNearby(string column) => Holds(column, From.AddDays(-3), End.AddDays(3));

    private static string Holds(string column, DateOnly from, DateOnly end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{column} >= toDateTime('{from:yyyy-MM-dd} 00:00:00', 'UTC') AND {column} < toDateTime('{end:yyyy-MM-dd} 00:00:00', 'UTC')");
}
