using System.Globalization;
using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>Reads the rows of a statement, and what stands in them whatever width of number a column has.</summary>
internal static class ResultRows
{
    /// <summary>All rows of a statement.</summary>
    /// <param name="connections">Where to ask.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Makes something of a row; the array holds the next one afterwards.</param>
    /// <param name="options">The statement's settings; null for none.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<List<T>> RowsAsync<T>(this ClickHouseConnections connections, string sql, Func<object[], T> read, QueryOptions? options, CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        using var reader = await client.ExecuteReaderAsync(sql, options: options, cancellationToken: cancellationToken);
        var rows = new List<T>();
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(cancellationToken))
        {
            reader.GetValues(row);
            rows.Add(read(row));
        }

        return rows;
    }

    /// <summary>A number that is not negative.</summary>
    public static ulong Number(object value) => Convert.ToUInt64(value, CultureInfo.InvariantCulture);

    /// <summary>A time, UTC, of the seconds that <c>toUnixTimestamp</c> gives.</summary>
    public static DateTime Time(object seconds) => DateTime.UnixEpoch.AddSeconds(Number(seconds));
}
