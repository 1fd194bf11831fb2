using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>The columns of a table that an insert may name: those that are there and ordinary, not MATERIALIZED or ALIAS.</summary>
/// <param name="name">The table's name.</param>
/// <param name="types">Type of each column.</param>
internal sealed class TableColumns(string name, IReadOnlyDictionary<string, string> types)
{
    public string Name { get; } = name;

    public static async Task<TableColumns> ReadAsync(ClickHouseClient client, string table, CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, string>();
        using var reader = await client.ExecuteReaderAsync(
            $"SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '{table}' AND default_kind IN ('', 'DEFAULT')",
            cancellationToken: cancellationToken);
        while (reader.Read())
        {
            types.Add(reader.GetString(0), reader.GetString(1));
        }

        return new(table, types);
    }

    public bool Has(string column) => types.ContainsKey(column);

    /// <summary>The column's type as it is sent: without <c>LowCardinality</c>, time zone and other names for the same bytes.</summary>
    public string WireTypeOf(string column)
    {
        var type = types[column];
        type = Unwrapped(type, "LowCardinality(");
        return type.StartsWith("DateTime(", StringComparison.Ordinal) ? "DateTime" : type switch
        {
            "Bool" => "UInt8",
            _ => type,
        };
    }

    private static string Unwrapped(string type, string wrapper) =>
        type.StartsWith(wrapper, StringComparison.Ordinal) ? type[wrapper.Length..^1] : type;
}
